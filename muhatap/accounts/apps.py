"""The accounts application."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Connects the sign-in library's signals once the models are loaded."""

    name = "muhatap.accounts"

    def ready(self) -> None:
        """Start to listen."""
        import_module("muhatap.accounts.watching")
