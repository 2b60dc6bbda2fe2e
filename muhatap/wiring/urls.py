"""The addresses of the whole desk."""

from django.urls import include, path

urlpatterns = [
    path("", include("muhatap.ui.urls")),
]
