"""No page of the desk without a person who signed in with two factors."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from muhatap.accounts import visiting
from muhatap.accounts.access_rules import terms_for
from muhatap.accounts.queries import needs_enrolment_code, scope_of
from muhatap.ui.errors import error_page

_GUARDED = "/desk/"
_PRIVATE = "/staff/"
_FACTORS = "/staff/factor/"
_PASSED = "second_factor_passed"
_PASSKEY = "passkey_used"
_PROVED = "enrolment_proved"
_REMINDED = "passkey_reminded"


def has_passed(request: HttpRequest) -> bool:
    """Whether this session belongs to a member of staff who passed a second factor in it."""
    return request.user.is_authenticated and request.session.get(_PASSED) == request.user.pk


def note_passed(request: HttpRequest) -> None:
    """Remember that the second factor was set up or passed in this session."""
    request.session[_PASSED] = request.user.pk


def note_removed(request: HttpRequest) -> None:
    """Forget it, since the factor is gone."""
    request.session.pop(_PASSED, None)


def note_passkey(request: HttpRequest) -> None:
    """Remember that a passkey was made in this session, which proves that she holds it."""
    request.session[_PASSKEY] = request.user.pk


def note_proved(request: HttpRequest) -> None:
    """Remember that she said the code that she was given to set up a new factor."""
    request.session[_PROVED] = request.user.pk


class SecondFactorMiddleware:
    """Sends strangers to the sign-in page and staff without a second factor to where they set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, or the way to it."""
        if not request.path.startswith((_GUARDED, _PRIVATE)):
            return self.get_response(request)
        staff = request.user
        if staff.is_authenticated and not has_passed(request) and is_mfa_enabled(staff):
            # A session that began with a password alone gains nothing when another one sets a factor up.
            if not any(each["method"] == "mfa" for each in get_authentication_records(request, staff)):
                logout(request)
                return _to_sign_in(request)
            note_passed(request)
        if request.path.startswith(_PRIVATE):
            response = _before_enrolling(request) or self.get_response(request)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        if not staff.is_authenticated:
            return _to_sign_in(request)
        if not has_passed(request):
            return redirect("mfa_activate_totp")
        stopped = _by_rules(request)
        if stopped is not None:
            return stopped
        visiting.note_use(request, timezone.now())
        with translation.override(staff.language):
            request.LANGUAGE_CODE = staff.language
            return self.get_response(request)


def _by_rules(request: HttpRequest) -> HttpResponse | None:
    """What the rules of her roles answer instead of the page; None where they let her in."""
    staff, at = request.user, timezone.now()
    terms = terms_for(staff, scope_of(staff).rule_ids)
    if visiting.is_over(request, terms.idle, terms.longest, at):
        logout(request)
        messages.info(request, _("Your session is over. Sign in again to go on."))
        return _to_sign_in(request)
    if not terms.lets_in(request.META.get("REMOTE_ADDR", "")):
        return error_page(
            request,
            403,
            detail=_("Your role works from certain networks only, and you are outside of them."),
            next_url="/staff/login/",
            next_label=_("To the sign-in page"),
        )
    if terms.passkey_from is None or _has_passkey(request):
        return None
    return _towards_passkey(request, terms.passkey_from, at)


def _has_passkey(request: HttpRequest) -> bool:
    if request.session.get(_PASSKEY) == request.user.pk:
        return True
    if any(each.get("type") == "webauthn" for each in get_authentication_records(request, request.user)):
        note_passkey(request)
        return True
    return False


def _towards_passkey(request: HttpRequest, needed_from: datetime, at: datetime) -> HttpResponse | None:
    if at < needed_from:
        if not request.session.get(_REMINDED):
            request.session[_REMINDED] = True
            day = timezone.localtime(needed_from, ZoneInfo(request.user.zone))
            said = _("From %(day)s your role needs a passkey. Add one under “Sessions and sign-in”.")
            messages.info(request, said % {"day": f"{day:%d.%m.%Y}"})
        return None
    if is_mfa_enabled(request.user, [Authenticator.Type.WEBAUTHN]):
        logout(request)
        messages.info(request, _("Your role signs in with a passkey."))
        return _to_sign_in(request)
    messages.info(request, _("Your role needs a passkey. Add one to go on."))
    return redirect("mfa_add_webauthn")


def _before_enrolling(request: HttpRequest) -> HttpResponse | None:
    """Who lost her factors says the code that two people gave her before she sets up a new one."""
    staff = request.user
    if not request.path.startswith(_FACTORS) or not staff.is_authenticated or has_passed(request):
        return None
    if request.session.get(_PROVED) == staff.pk or not needs_enrolment_code(staff):
        return None
    return redirect("enrolment_code")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    wanted = {"next": request.path} if request.path.startswith(_GUARDED) else {}
    return redirect(f"{settings.LOGIN_URL}?{urlencode(wanted, safe='/')}".rstrip("?"))
