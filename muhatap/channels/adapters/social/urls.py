"""The address for connectors of public posts."""

from django.urls import path

from muhatap.channels.adapters.social import views

urlpatterns = [path("<slug:brand>/", views.posts)]
