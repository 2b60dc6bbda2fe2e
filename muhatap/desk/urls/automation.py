"""Addresses: macros, rules and ready texts."""

from django.urls import path

from muhatap.desk.views import macros, rule_editing, rules, texts

urlpatterns = [
    path("cases/<str:number>/macros/", macros.choose, name="macros_here"),
    path("cases/<str:number>/macros/<int:macro>/", macros.run, name="macro_run"),
    path("macros/", macros.show_all, name="macros"),
    path("macros/several/", macros.several, name="macro_several"),
    path("macros/<slug:brand>/new/", macros.new, name="macro_new"),
    path("macros/<int:macro>/", macros.edit, name="macro"),
    path("macros/<int:macro>/retire/", macros.retire, name="macro_retire"),
    path("rules/", rules.show_all, name="rules"),
    path("rules/<slug:brand>/new/", rule_editing.new, name="rule_new"),
    path("rules/<int:rule>/", rules.show, name="rule"),
    path("rules/<int:rule>/edit/", rule_editing.edit, name="rule_edit"),
    path("rules/<int:rule>/preview/", rules.preview, name="rule_preview"),
    path("rules/<int:rule>/switch/", rules.switch, name="rule_switch"),
    path("rules/<int:rule>/decide/", rules.decide, name="rule_decide"),
    path("rules/<int:rule>/move/", rules.move, name="rule_move"),
    path("rules/<int:rule>/remove/", rules.remove, name="rule_remove"),
    path("texts/", texts.shelf, name="texts"),
    path("texts/<slug:brand>/new/", texts.edit, name="text_new"),
    path("texts/<slug:brand>/<int:module>/", texts.edit, name="text"),
    path("texts/<slug:brand>/<int:module>/retire/", texts.retire, name="text_retire"),
]
