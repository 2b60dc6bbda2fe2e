"""Listens to what the sign-in library says and has it recorded."""

from typing import Any

from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from muhatap.accounts import gate, queries, visiting
from muhatap.accounts import operations as accounts
from muhatap.accounts.models import Staff
from muhatap.kernel.actors import Actor

_DOOR = Actor.system("sign-in")


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: Staff, **_: Any) -> None:
    """Somebody is in."""
    at = timezone.now()
    visiting.begin(request, user, at)
    accounts.note_sign_in(staff_id=user.pk, by=Actor.staff(user.pk), at=at)


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: Staff | None, **_: Any) -> None:
    """Somebody is out."""
    if user is not None and request is not None:
        visiting.end(request, user, timezone.now())


@receiver(user_login_failed)
def refused(credentials: dict[str, Any], **_: Any) -> None:
    """A password did not match, or nobody has the address."""
    staff_id = queries.staff_id_of_address(str(credentials.get("email") or ""))
    accounts.note_failed_sign_in(staff_id=staff_id, step="password", by=_DOOR, at=timezone.now())


@receiver(factors.authentication_failed)
def refused_code(user: Staff, **_: Any) -> None:
    """A code did not match."""
    accounts.note_failed_sign_in(staff_id=user.pk, step="factor", by=_DOOR, at=timezone.now())


@receiver(password_changed)
def password_was_changed(user: Staff, **_: Any) -> None:
    """A password was changed."""
    accounts.note_password_change(staff_id=user.pk, by=Actor.staff(user.pk), at=timezone.now())


@receiver(factors.authenticator_added)
def factor_added(request: HttpRequest, user: Staff, authenticator: Any, **_: Any) -> None:
    """A second factor was added, in the session that has now proved it."""
    gate.note_passed(request)
    if authenticator.type == Authenticator.Type.WEBAUTHN:
        gate.note_passkey(request)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        accounts.forget_enrolment_code(staff=user, by=Actor.staff(user.pk), at=timezone.now())
    _note(user, authenticator, "added")


@receiver(factors.authenticator_removed)
def factor_removed(request: HttpRequest, user: Staff, authenticator: Any, **_: Any) -> None:
    """A second factor was removed."""
    gate.note_removed(request)
    _note(user, authenticator, "removed")


@receiver(factors.authenticator_reset)
def factor_renewed(user: Staff, authenticator: Any, **_: Any) -> None:
    """A set of codes was renewed."""
    _note(user, authenticator, "renewed")


def _note(user: Staff, authenticator: Any, change: str) -> None:
    accounts.note_factor_change(
        staff_id=user.pk,
        factor=str(authenticator.type),
        change=change,
        by=Actor.staff(user.pk),
        at=timezone.now(),
    )
