"""The doors to and from the identity provider."""

import logging
import secrets
from collections.abc import Iterable
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.signals import user_logged_in
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from muhatap.accounts import gate
from muhatap.accounts import operations as accounts
from muhatap.accounts.group_table import GroupTable
from muhatap.accounts.models import Staff
from muhatap.accounts.oidc import talking
from muhatap.accounts.oidc.settings import Provider, provider_of
from muhatap.accounts.queries import brands_named
from muhatap.kernel.actors import Actor
from muhatap.ui.errors import error_page

_KEPT = "oidc"
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# RFC 8176: what an `amr` names when a second factor was used, and when it cannot be talked out of somebody.
_SECOND = frozenset({"mfa", "otp", "hwk", "swk", "sc", "fpt", "face", "iris", "vbm"})
_UNPHISHABLE = frozenset({"hwk", "phr", "phrh", "sc"})
DOOR = Actor.system("identity provider")
_log = logging.getLogger("muhatap.accounts")


def provider() -> Provider | None:
    """The identity provider that the installation names, if it names one."""
    return provider_of(*settings.MUHATAP_OIDC)


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider."""
    found = _provider()
    try:
        place, kept = talking.begun(found, _back_to())
    except talking.ProviderFailed as error:
        return failed(request, error.code)
    wanted = request.GET.get("next", "")
    request.session[_KEPT] = kept | {"next": wanted if wanted.startswith("/desk/") else "/desk/"}
    return redirect(place)


@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Take the code that the provider gave, and let her in whom it names."""
    found, kept = _provider(), request.session.pop(_KEPT, None)
    state = request.GET.get("state", "")
    if not kept or not secrets.compare_digest(state, kept["state"]):
        return failed(request, "state")
    # RFC 9207: an answer of another provider is not taken.
    if request.GET.get("iss", found.issuer).rstrip("/") != found.issuer or "error" in request.GET:
        return failed(request, "refused")
    try:
        claims = talking.claims_for(
            found,
            code=request.GET.get("code", ""),
            back_to=_back_to(),
            verifier=kept["verifier"],
            nonce=kept["nonce"],
        )
        staff = staff_for(_known(found, claims), found.groups, _groups(claims))
    except talking.ProviderFailed as error:
        return failed(request, error.code)
    except accounts.NoRole:
        return refused(request, _("Your account has no role at this desk. Ask your administrator for one."))
    except accounts.Stopped:
        return refused(request, _("Your account here was stopped. Ask your administrator."))
    methods = set(claims.get("amr") or ())
    return let_in(
        request,
        staff,
        has_second_factor=bool(methods & _SECOND),
        is_unphishable=bool(methods & _UNPHISHABLE),
        following=kept["next"],
    )


def staff_for(known: accounts.Known, table: GroupTable, groups: Iterable[str]) -> Staff:
    """Her whom a provider knows, with the roles and teams that its groups give from now on."""
    grants, at = table.grants(groups), timezone.now()
    staff = accounts.staff_at_provider(known=known, grants=grants, by=DOOR, at=at)
    accounts.follow_grants(staff=staff, grants=grants, brands=brands_named(table.brands), by=DOOR, at=at)
    return staff


def let_in(
    request: HttpRequest,
    staff: Staff,
    *,
    has_second_factor: bool,
    following: str,
    is_unphishable: bool = False,
) -> HttpResponse:
    """Sign her in; where the provider saw one factor only, the desk asks for its own."""
    if not has_second_factor:
        return perform_login(request, Login(user=staff, redirect_url=following))
    login(request, staff, backend=_BACKEND)
    record_authentication(request, staff, method="oidc")
    user_logged_in.send(sender=Staff, request=request, user=staff)
    gate.note_passed(request)
    if is_unphishable:
        gate.note_passkey(request)
    return redirect(following)


def _known(found: Provider, claims: dict[str, Any]) -> accounts.Known:
    is_sure = claims.get("email_verified") is True
    return accounts.Known(
        issuer=found.issuer,
        subject=str(claims["sub"])[:200],
        email=str(claims.get("email", "")).strip().lower()[:254] if is_sure else "",
        name=str(claims.get("name") or claims.get("email") or claims["sub"]),
    )


def _groups(claims: dict[str, Any]) -> list[str]:
    named = claims.get("groups") or []
    return [str(each) for each in named[:500]] if isinstance(named, list) else []


def _provider() -> Provider:
    found = provider()
    if found is None:
        raise Http404
    return found


def _back_to() -> str:
    return settings.MUHATAP_ORIGIN + reverse("sso_back")


def failed(request: HttpRequest, code: str) -> HttpResponse:
    """Say that it did not work; why stands in the log alone."""
    _log.warning("signing in at the identity provider failed: %s", code)
    said = _("Signing in at your company did not work. Try again, or ask your administrator.")
    return refused(request, said, 400)


def refused(request: HttpRequest, said: str, status: int = 403) -> HttpResponse:
    """Turn her away with these words, and write it to the security record."""
    accounts.note_failed_sign_in(staff_id=None, step="provider", by=DOOR, at=timezone.now())
    return error_page(
        request, status, detail=said, next_url=settings.LOGIN_URL, next_label=_("To the sign-in page")
    )
