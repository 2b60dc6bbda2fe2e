"""The doors to and from a SAML provider.

Its answer is posted by a page of the provider, so the session's cookie (SameSite=Lax) does not come with it.
It is verified and kept under a ticket; the redirect that follows brings the cookie, and so who had asked.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts import operations as accounts
from muhatap.accounts.federated import DOOR, failed, let_in, refused, staff_for
from muhatap.accounts.saml import asking
from muhatap.accounts.saml.provider import SamlProvider
from muhatap.accounts.saml.settings import provider_of
from muhatap.accounts.saml.told import Expected, Refused

_KEPT = "saml"


def provider() -> SamlProvider | None:
    """The SAML provider that the installation names, if it names one."""
    return provider_of(*settings.MUHATAP_SAML)


@require_safe
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider with a signed request."""
    found, at = _provider(), timezone.now()
    request_id = asking.new_request_id(_secret(), at)
    wanted = request.GET.get("next", "")
    request.session[_KEPT] = {
        "request": request_id,
        "next": wanted if wanted.startswith("/desk/") else "/desk/",
    }
    packed = asking.packed_request(found, own_id=_own_id(), back_to=_back_to(), request_id=request_id, at=at)
    key = accounts.own_saml_key(name=_own_id(), by=DOOR, at=at)
    return redirect(asking.signed_address(found, packed, key))


@csrf_exempt
@require_POST
@never_cache
def take_answer(request: HttpRequest) -> HttpResponse:
    """Verify what the provider answered and keep it for the browser that asked."""
    # Only who has a provider carries what it takes to read XML and signatures.
    from muhatap.accounts.saml.answering import told_by

    found, at = _provider(), timezone.now()
    try:
        told = told_by(found, request.POST.get("SAMLResponse", ""), Expected(_own_id(), _back_to(), at))
        if not asking.is_own_request(_secret(), told.request_id, at):
            raise Refused("unasked")
        ticket = accounts.keep_answer(told=told, by=DOOR, at=at)
    except Refused as refusal:
        return failed(request, refusal.code)
    except accounts.Spent:
        return failed(request, "spent")
    answer = redirect(f"{reverse('saml_in')}?ticket={ticket}")
    # After a POST a browser that keeps the method would post the answer on.
    answer.status_code = 303
    return answer


@require_safe
@never_cache
def come_in(request: HttpRequest) -> HttpResponse:
    """Let her in who fetches the answer to her own request."""
    found, kept = _provider(), request.session.pop(_KEPT, None) or {}
    at = timezone.now()
    told = accounts.fetch_answer(
        ticket=request.GET.get("ticket", ""), request_id=kept.get("request", ""), by=DOOR, at=at
    )
    if told is None:
        return failed(request, "ticket")
    known = accounts.Known(found.entity_id, told.subject, told.email, told.name)
    try:
        staff = staff_for(known, found.groups, told.groups)
    except accounts.NoRole:
        return refused(request, _("Your account has no role at this desk. Ask your administrator for one."))
    except accounts.Stopped:
        return refused(request, _("Your account here was stopped. Ask your administrator."))
    return let_in(request, staff, has_second_factor=told.has_second_factor, following=kept["next"])


@require_safe
def describe(request: HttpRequest) -> HttpResponse:
    """Our own description, to be given to the provider."""
    found, at = _provider(), timezone.now()
    written = asking.own_description(
        own_id=_own_id(),
        back_to=_back_to(),
        key=accounts.own_saml_key(name=_own_id(), by=DOOR, at=at),
        wants_assertions_signed=found.signed != "response",
    )
    return HttpResponse(written, content_type="application/samlmetadata+xml")


def _provider() -> SamlProvider:
    found = provider()
    if found is None:
        raise Http404
    return found


def _own_id() -> str:
    return settings.MUHATAP_ORIGIN + reverse("saml_metadata")


def _back_to() -> str:
    return settings.MUHATAP_ORIGIN + reverse("saml_back")


def _secret() -> bytes:
    return settings.MUHATAP_KEYRING.derive("saml-request")
