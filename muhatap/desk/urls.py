"""Addresses of the desk."""

from django.urls import path

from muhatap.desk.views import case, lists, proof

app_name = "desk"
urlpatterns = [
    path("", lists.show, name="list"),
    path("cases/<str:number>/", case.show, name="case"),
    path("cases/<str:number>/proof/", proof.show_case, name="proof"),
    path("audit/", proof.show_desk, name="audit"),
]
