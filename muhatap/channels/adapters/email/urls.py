"""Addresses for sending providers."""

from django.urls import path

from muhatap.channels.adapters.email import views

urlpatterns = [
    path("<slug:brand>/<slug:provider>/inbound/", views.inbound),
    path("<slug:brand>/<slug:provider>/tracking/", views.tracking),
]
