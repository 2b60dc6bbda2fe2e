"""Addresses: who may what, who did what, and what runs behind."""

from django.urls import path

from muhatap.desk.views import access, emergency, granting, jobs, keys, proof, watching, webhooks

urlpatterns = [
    path("audit/", proof.show_desk, name="audit"),
    path("webhooks/", webhooks.show_all, name="webhooks"),
    path("webhooks/new/", webhooks.make, name="webhook_new"),
    path("webhooks/events/", webhooks.show_events, name="webhook_events"),
    path("webhooks/<int:webhook>/", webhooks.show, name="webhook"),
    path("webhooks/<int:webhook>/edit/", webhooks.change, name="webhook_edit"),
    path("webhooks/<int:webhook>/act/", webhooks.act, name="webhook_act"),
    path("webhooks/<int:webhook>/calls/<int:call>/", webhooks.show_call, name="webhook_call"),
    path("jobs/", jobs.show, name="jobs"),
    path("jobs/<int:run>/again/", jobs.again, name="job_again"),
    path("security/", watching.show_log, name="security"),
    path("security/export/", watching.export_log, name="security_export"),
    path("reads/", watching.show_ledger, name="reads"),
    path("roles/", watching.show_roles, name="roles"),
    path("access/", access.show, name="access"),
    path("access/lost/<int:proposal>/", access.decide, name="lost_factors"),
    path("access/<slug:brand>/lost/ask/", access.ask, name="lost_factors_ask"),
    path("access/roles/<int:proposal>/", granting.decide, name="role_decide"),
    path("access/<slug:brand>/roles/ask/", granting.ask, name="role_ask"),
    path("keys/", keys.show, name="keys"),
    path("keys/<slug:brand>/new/", keys.make, name="key_new"),
    path("keys/<int:token>/revoke/", keys.revoke, name="key_revoke"),
    path("keys/<int:token>/decide/", keys.decide, name="key_decide"),
    path("access/<slug:brand>/<slug:role>/", access.set_rule, name="access_rule"),
    path("emergency/", emergency.show, name="emergency"),
    path("emergency/<str:number>/", emergency.read, name="behind_glass"),
    path("emergency/<int:glass>/judge/", emergency.judge, name="judge_glass"),
]
