"""Addresses of stored files."""

from django.urls import path

from muhatap.files import views

app_name = "files"
urlpatterns = [path("<str:signed>/", views.file, name="file")]
