"""Addresses: the charter and the law that it follows."""

from django.urls import path

from muhatap.desk.views import charter, charter_editing, law

urlpatterns = [
    path("charter/", charter.show, name="charter"),
    path("charter/edit/<slug:brand>/", charter_editing.show, name="charter_draft"),
    path("charter/edit/<slug:brand>/at/<path:place>/", charter_editing.change, name="charter_place"),
    path("charter/edit/<slug:brand>/add/", charter_editing.add, name="charter_add"),
    path("charter/edit/<slug:brand>/arrange/", charter_editing.arrange, name="charter_arrange"),
    path("charter/edit/<slug:brand>/rename/", charter_editing.rename, name="charter_rename"),
    path("charter/edit/<slug:brand>/back/", charter_editing.take_back, name="charter_take_back"),
    path("charter/edit/<slug:brand>/carry/", charter_editing.carry, name="charter_carry"),
    path("charter/edit/<slug:brand>/discard/", charter_editing.discard, name="charter_discard"),
    path("charter/edit/<slug:brand>/plan/", charter.plan_draft, name="charter_plan_draft"),
    path("charter/<slug:brand>/plan/", charter.plan, name="charter_plan"),
    path("charter/<slug:brand>/proposal/", charter.proposal, name="charter_proposal"),
    path("charter/<slug:brand>/decide/", charter.decide, name="charter_decide"),
    path("charter/<slug:brand>/cancel/", charter.cancel, name="charter_cancel"),
    path("charter/<slug:brand>/back/<int:number>/", charter.bring_back, name="charter_back"),
    path("law/", law.show, name="law"),
    path("law/<slug:brand>/<slug:pack>/propose/", law.propose, name="law_propose"),
    path("law/<slug:brand>/<slug:pack>/decide/", law.decide, name="law_decide"),
]
