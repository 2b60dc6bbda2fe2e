"""Addresses: requests about data, locked cases, and what ends by itself."""

from django.urls import path

from muhatap.desk.views import privacy

urlpatterns = [
    path("privacy/", privacy.show_all, name="privacy"),
    path("privacy/retention/", privacy.retention, name="retention"),
    path("cases/<str:number>/privacy/", privacy.show, name="privacy_request"),
    path("cases/<str:number>/privacy/act/", privacy.act, name="privacy_act"),
    path("cases/<str:number>/privacy/certificate/", privacy.certificate, name="privacy_certificate"),
    path("cases/<str:number>/restricted/", privacy.open_restricted, name="restricted"),
]
