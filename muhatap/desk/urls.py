"""Addresses of the desk."""

from django.urls import path

from muhatap.desk.views import (
    acting,
    case,
    dossier,
    lists,
    live,
    notices,
    opening,
    outbox,
    profile,
    proof,
    searching,
    writing,
)

app_name = "desk"
urlpatterns = [
    path("", lists.show, name="list"),
    path("take/", acting.take_selected, name="take_selected"),
    path("cases/<str:number>/", case.show, name="case"),
    path("cases/<str:number>/reply/", writing.reply, name="reply"),
    path("cases/<str:number>/note/", writing.note, name="note"),
    path("cases/<str:number>/draft/", writing.draft, name="draft"),
    path("cases/<str:number>/take/", acting.take, name="take"),
    path("cases/<str:number>/hand-over/", acting.hand_over, name="hand_over"),
    path("cases/<str:number>/escalate/", acting.escalate, name="escalate"),
    path("cases/<str:number>/status/", acting.change_status, name="status"),
    path("cases/<str:number>/properties/", acting.correct, name="properties"),
    path("cases/<str:number>/next-step/", acting.plan, name="next_step"),
    path("cases/<str:number>/messages/<int:message>/erase/", acting.erase, name="erase"),
    path("cases/<str:number>/proof/", proof.show_case, name="proof"),
    path("cases/<str:number>/dossier/", dossier.download, name="dossier"),
    path("search/", searching.search, name="search"),
    path("new/", opening.new_case, name="new"),
    path("notices/", notices.show, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("outbox/", outbox.show, name="outbox"),
    path("outbox/<int:delivery>/", outbox.show_delivery, name="delivery"),
    path("outbox/<int:delivery>/again/", outbox.try_again, name="try_again"),
    path("profile/", profile.show, name="profile"),
    path("changes/", live.changes, name="changes"),
    path("grant/", live.grant, name="grant"),
    path("audit/", proof.show_desk, name="audit"),
]
