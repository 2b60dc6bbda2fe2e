"""No page of the desk without a person who signed in with two factors."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

_GUARDED = "/desk/"
_PASSED = "second_factor_passed"


class SecondFactorMiddleware:
    """Sends strangers to the sign-in page and staff without a second factor to where they set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, or the way to it."""
        if not request.path.startswith(_GUARDED):
            return self.get_response(request)
        staff = request.user
        if not staff.is_authenticated:
            return redirect(f"{settings.LOGIN_URL}?next={request.path}")
        if request.session.get(_PASSED) != staff.pk:
            # Sign-in asks for the second factor of everyone who has one, so having one is having passed it.
            if not is_mfa_enabled(staff):
                return redirect("mfa_activate_totp")
            request.session[_PASSED] = staff.pk
        with translation.override(staff.language):
            request.LANGUAGE_CODE = staff.language
            return self.get_response(request)
