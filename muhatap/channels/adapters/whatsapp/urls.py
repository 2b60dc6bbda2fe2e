"""The address for WhatsApp's webhooks."""

from django.urls import path

from muhatap.channels.adapters.whatsapp import views

urlpatterns = [path("<slug:brand>/", views.hook)]
