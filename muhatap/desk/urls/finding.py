"""Addresses: the lists, what is searched and asked for, and opening a case."""

from django.urls import path

from muhatap.desk.views import (
    bulk,
    contact,
    escalating,
    lists,
    live,
    notices,
    opening,
    palette,
    searching,
    viewing,
)

urlpatterns = [
    path("", lists.show, name="list"),
    path("bulk/", bulk.preview, name="bulk"),
    path("bulk/apply/", bulk.apply, name="bulk_apply"),
    path("bulk/<int:change>/undo/", bulk.undo, name="bulk_undo"),
    path("views/", viewing.show, name="views"),
    path("views/<int:view>/", viewing.edit, name="view"),
    path("views/<int:view>/place/", viewing.place, name="view_place"),
    path("views/<int:view>/remove/", viewing.remove, name="view_remove"),
    path("complete/", viewing.offer, name="complete"),
    path("cases/<str:number>/messages/<int:message>/new-case/", opening.from_message, name="new_from"),
    path("contact/", contact.log, name="contact"),
    path("search/", searching.search, name="search"),
    path("new/", opening.new_case, name="new"),
    path("write/", opening.write_first, name="write"),
    path("notices/", notices.show, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("breaking/", escalating.about_to_break, name="breaking"),
    path("breaking/act/", escalating.act, name="breaking_act"),
    path("palette/", palette.cases, name="palette"),
    path("changes/", live.changes, name="changes"),
    path("grant/", live.grant, name="grant"),
    path("unread/", live.unread, name="unread"),
    path("line.js", live.line, name="line"),
]
