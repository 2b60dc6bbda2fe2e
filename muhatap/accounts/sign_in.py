"""How staff sign in: by e-mail address, password and second factor; nobody can sign herself up."""

import time
from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from muhatap.kernel.sealing import seal, unseal

_SEEN_ANYWAY = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the console or an administrator."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("Address and password do not match. Check both and try again."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
    }

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say what changed; that somebody is in or out she sees herself."""
        if message_template not in _SEEN_ANYWAY:
            super().add_message(request, level, message_template, *args, **kwargs)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not while somebody who has just signed in sets up her first second factor; else as always."""
        user = self.request.user
        if app != "allauth.mfa" or not user.is_authenticated:
            return super().is_reauthentication_required(app=app)
        records = get_authentication_records(self.request, user)
        signed_in_at = max((record["at"] for record in records), default=0)
        if time.time() - signed_in_at > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return True
        older = Authenticator.objects.filter(
            user=user, created_at__lt=datetime.fromtimestamp(signed_in_at, UTC)
        )
        return older.exists()


FACTOR_PURPOSE = "second-factor"


class StaffFactorAdapter(DefaultMFAAdapter):
    """Second-factor secrets lie sealed in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code does not fit, or it was used already. Wait for the next one."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return seal(settings.MUHATAP_KEYRING, FACTOR_PURPOSE, text.encode()).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return unseal(settings.MUHATAP_KEYRING, FACTOR_PURPOSE, bytes.fromhex(encrypted_text)).decode()
