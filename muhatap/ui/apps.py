"""Registers the design system with Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, static files and tags; no models."""

    name = "muhatap.ui"
