"""Addresses: how services stand, audits, breaches, the record of processing."""

from django.urls import path

from muhatap.desk.views import audits, breaches, processing, standing

urlpatterns = [
    path("standing/", standing.show, name="standing"),
    path("standing/<int:incident>/", standing.incident, name="standing_incident"),
    path("audits/", audits.show, name="audits"),
    path("audits/export/", audits.export, name="audits_export"),
    path("audits/<int:audit>/", audits.audit, name="audit_of_security"),
    path("audits/<int:audit>/<slug:name>/", audits.act, name="audit_act"),
    path("breaches/", breaches.show, name="breaches"),
    path("breaches/export/", breaches.export, name="breaches_export"),
    path("breaches/<int:breach>/", breaches.breach, name="breach"),
    path("breaches/<int:breach>/paper/", breaches.paper, name="breach_paper"),
    path("breaches/<int:breach>/<slug:name>/", breaches.act, name="breach_act"),
    path("processing/", processing.show, name="processing"),
    path("processing/<slug:brand>.csv", processing.export, name="processing_export"),
]
