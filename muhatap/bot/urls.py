"""Where the operator's own bots come in."""

from django.urls import path

from muhatap.bot import views

urlpatterns = [path("<slug:brand>/<slug:bot>/", views.receive, name="bot")]
