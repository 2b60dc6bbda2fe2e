"""The address for telephone systems."""

from django.urls import path

from muhatap.channels.adapters.phone import views

urlpatterns = [
    path("<slug:brand>/calls/", views.calls),
    path("<slug:brand>/menu/", views.menu),
]
