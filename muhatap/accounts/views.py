"""Sign-in doors that say more than the library's own."""

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from muhatap.accounts.demo_codes import demo_code, is_at_this_machine
from muhatap.ui.errors import error_page


class SignIn(LoginView):
    """Address and password."""

    template_name = "accounts/login.html"


class SecondFactor(AuthenticateView):
    """The code; on a demo at this machine the page tells it."""

    template_name = "accounts/authenticate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demo code where it may be seen."""
        context = super().get_context_data(**kwargs)
        if is_at_this_machine(self.request):
            context["demo_code"] = demo_code(self.stage.login.user, timezone.now())
        return context


def closed(request: HttpRequest) -> HttpResponse:
    """What the library links to and this desk does not have: sign-up, reset by mail, changing the address."""
    raise Http404


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer 429."""
    return error_page(request, 429)
