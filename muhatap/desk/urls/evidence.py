"""Addresses: documents of a case."""

from django.urls import path

from muhatap.desk.views import evidence, evidence_item, unmasking

urlpatterns = [
    path("cases/<str:number>/evidence/", evidence.show, name="evidence"),
    path("cases/<str:number>/evidence/request/", evidence.ask, name="evidence_ask"),
    path(
        "cases/<str:number>/evidence/request/<int:asked>/withdraw/",
        evidence.withdraw,
        name="evidence_withdraw",
    ),
    path("cases/<str:number>/evidence/hold/", evidence.hold, name="evidence_hold"),
    path("cases/<str:number>/evidence/review/", evidence.review, name="evidence_review"),
    path("cases/<str:number>/evidence/file/<int:file>/", evidence_item.of_file, name="evidence_file"),
    path("cases/<str:number>/evidence/<int:piece>/", evidence_item.show, name="evidence_item"),
    path("cases/<str:number>/evidence/<int:piece>/look/", evidence_item.look, name="evidence_look"),
    path("cases/<str:number>/evidence/<int:piece>/ask/", unmasking.ask, name="evidence_look_ask"),
    path(
        "cases/<str:number>/evidence/<int:piece>/page/<int:sheet>.png",
        evidence_item.draw,
        name="evidence_page",
    ),
    path("cases/<str:number>/evidence/<int:piece>/open/", evidence_item.open_bytes, name="evidence_open"),
    path("cases/<str:number>/evidence/<int:piece>/decide/", evidence_item.decide, name="evidence_decide"),
    path("cases/<str:number>/evidence/<int:piece>/redact/", evidence_item.redact, name="evidence_redact"),
]
