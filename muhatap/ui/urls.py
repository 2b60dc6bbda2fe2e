"""Addresses of the design system."""

from django.urls import path

from muhatap.ui import views

app_name = "ui"
urlpatterns = [path("components/", views.components, name="components")]
