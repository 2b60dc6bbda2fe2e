"""Addresses of the desk for webhooks and jobs."""

from django.urls import path

from muhatap.desk.views import jobs, webhooks

integration_patterns = [
    path("webhooks/", webhooks.show_all, name="webhooks"),
    path("webhooks/new/", webhooks.make, name="webhook_new"),
    path("webhooks/events/", webhooks.show_events, name="webhook_events"),
    path("webhooks/<int:webhook>/", webhooks.show, name="webhook"),
    path("webhooks/<int:webhook>/edit/", webhooks.change, name="webhook_edit"),
    path("webhooks/<int:webhook>/act/", webhooks.act, name="webhook_act"),
    path("webhooks/<int:webhook>/calls/<int:call>/", webhooks.show_call, name="webhook_call"),
    path("jobs/", jobs.show, name="jobs"),
    path("jobs/<int:run>/again/", jobs.again, name="job_again"),
]
