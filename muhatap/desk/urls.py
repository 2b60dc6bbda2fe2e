"""Addresses of the desk."""

from django.urls import path

from muhatap.desk.views import lists

app_name = "desk"
urlpatterns = [
    path("", lists.show, name="list"),
]
