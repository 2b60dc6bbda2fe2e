"""No page of the desk without a person who signed in with two factors."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation

from muhatap.accounts import visiting

_GUARDED = "/desk/"
_PRIVATE = "/staff/"
_PASSED = "second_factor_passed"


def has_passed(request: HttpRequest) -> bool:
    """Whether this session belongs to a member of staff who passed a second factor in it."""
    return request.user.is_authenticated and request.session.get(_PASSED) == request.user.pk


def note_passed(request: HttpRequest) -> None:
    """Remember that the second factor was set up or passed in this session."""
    request.session[_PASSED] = request.user.pk


def note_removed(request: HttpRequest) -> None:
    """Forget it, since the factor is gone."""
    request.session.pop(_PASSED, None)


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
            response = self.get_response(request)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        if not staff.is_authenticated:
            return _to_sign_in(request)
        if not has_passed(request):
            return redirect("mfa_activate_totp")
        visiting.note_use(request, timezone.now())
        with translation.override(staff.language):
            request.LANGUAGE_CODE = staff.language
            return self.get_response(request)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    wanted = {"next": request.path} if request.path.startswith(_GUARDED) else {}
    return redirect(f"{settings.LOGIN_URL}?{urlencode(wanted, safe='/')}".rstrip("?"))
