"""Sign-in doors that say more than the library's own."""

import json
from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView
from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView

from muhatap.accounts import gate
from muhatap.accounts import operations as accounts
from muhatap.accounts.demo_codes import demo_code, is_at_this_machine
from muhatap.accounts.forms import GivenCode
from muhatap.kernel.actors import Actor
from muhatap.ui.errors import error_page


class SignIn(LoginView):
    """Address and password."""

    template_name = "accounts/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way over the identity provider where there is one."""
        return super().get_context_data(**kwargs) | {
            "has_provider": bool(settings.MUHATAP_OIDC[0]),
            "has_saml": bool(settings.MUHATAP_SAML[0]),
        }


class SecondFactor(AuthenticateView):
    """The code; on a demo at this machine the page tells it."""

    template_name = "accounts/authenticate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demo code where it may be seen."""
        context = super().get_context_data(**kwargs)
        if is_at_this_machine(self.request):
            context["demo_code"] = demo_code(self.stage.login.user, timezone.now())
        if is_mfa_enabled(self.stage.login.user, [Authenticator.Type.WEBAUTHN]):
            context["options"] = json.dumps(context["js_data"]["request_options"])
        return context


class AddPasskey(AddWebAuthnView):
    """A passkey that also signs in by itself, so the device must make sure who holds it."""

    template_name = "accounts/passkey_add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the browser is asked for."""
        context = super().get_context_data(**kwargs)
        context["options"] = json.dumps(auth.begin_registration(self.request.user, passwordless=True))
        return context


class PasskeyAgain(ReauthenticateWebAuthnView):
    """Showing again who one is, by passkey."""

    template_name = "accounts/passkey_again.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the browser is asked for."""
        context = super().get_context_data(**kwargs)
        context["options"] = json.dumps(context["js_data"]["request_options"])
        return context


class EnrolmentCode(LoginRequiredMixin, FormView):
    """The code that somebody was given in person whose factors were taken off."""

    template_name = "accounts/enrolment_code.html"
    form_class = GivenCode
    success_url = reverse_lazy("mfa_activate_totp")

    def form_valid(self, form: GivenCode) -> HttpResponse:
        """Let her go on where it is the right one."""
        staff, at = self.request.user, timezone.now()
        code = form.cleaned_data["code"]
        if not accounts.redeem_enrolment_code(staff=staff, code=code, by=Actor.staff(staff.pk), at=at):
            accounts.note_failed_sign_in(staff_id=staff.pk, step="enrolment", by=Actor.staff(staff.pk), at=at)
            form.add_error("code", _("This is not the code, or its day is over. Ask for a new one."))
            return self.form_invalid(form)
        gate.note_proved(self.request)
        return super().form_valid(form)


def closed(request: HttpRequest) -> HttpResponse:
    """What the library links to and this desk does not have: sign-up, reset by mail, changing the address."""
    raise Http404


def closed_with(request: HttpRequest, pk: int) -> HttpResponse:
    """What the library links to for one of her keys and this desk does not have: another name."""
    raise Http404


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer 429."""
    return error_page(request, 429)
