"""A customer's account: signing in by link or password, her cases, and how she signs in."""

import base64
from collections.abc import Callable
from functools import wraps
from urllib.parse import quote, urlencode

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.integrations.ledger import days_between
from muhatap.kernel.actors import Actor
from muhatap.kernel.identifiers import normal_email
from muhatap.portal import operations as portal
from muhatap.portal import owning, queries
from muhatap.portal.keys import ACCOUNT
from muhatap.portal.models import CustomerAccount
from muhatap.portal.operations import limiting
from muhatap.portal.second_factor import step_of
from muhatap.portal.story import standing_words
from muhatap.portal.views.door import (
    LONGEST_SESSION_SECONDS,
    SESSION_SECONDS,
    VISITOR,
    keep_cookie,
    let_in,
    of_brand,
    page,
    redirect,
    try_again_at,
)

_COOKIE, _HALF, _NEW = "muhatap_account", "muhatap_account_half", "muhatap_account_new"
# Between link or password and the code; and for setting an app up.
_HALF_SECONDS = 600


def of_account(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a page the account that this browser is signed in to; else it leads to the sign-in page."""

    @wraps(view)
    def door(request: HttpRequest, brand: Brand, **place: str) -> HttpResponse:
        account = _account_in(request, brand)
        if account is None:
            return redirect(_place(brand))
        return view(request, brand, account, **place)

    return of_brand(door)


@require_http_methods(["GET", "HEAD"])
@of_brand
def show(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show her cases and how she signs in, or ask who she is."""
    account = _account_in(request, brand)
    return _asking(request, brand) if account is None else _own(request, brand, account)


@require_POST
@of_brand
def ask(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Mail a sign-in link; the answer is the same for every address, and a new link may be asked at once."""
    email = normal_email(request.POST.get("email", ""))
    if email is None:
        return _asking(
            request, brand, 422, link_error=_address_words(), email=request.POST.get("email", "")[:254]
        )
    too_many = try_again_at(request, limiting.LINKS) or try_again_at(
        request, limiting.LINKS_OF_CASE, who=f"account {brand.id} {email}"
    )
    if too_many is not None:
        error = _("There were many attempts. Try again in an hour.")
        return _asking(request, brand, 429, link_error=error, email=email)
    language = translation.get_language() or brand.default_language
    portal.mail_account_link(brand=brand, email=email, language=language, by=VISITOR, at=timezone.now())
    return _asking(request, brand, sent_to=email)


@require_POST
@of_brand
def sign_in(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Take address and password; which of the two is wrong is never said."""
    written, email = request.POST.get("email", "")[:254], normal_email(request.POST.get("email", ""))
    too_many = try_again_at(request, limiting.SIGNING_IN) or try_again_at(
        request, limiting.SIGNING_IN_AS, who=f"account {brand.id} {email}"
    )
    if too_many is not None:
        error = _("There were many attempts. Wait ten minutes, or have a link mailed to you.")
        return _asking(request, brand, 429, error=error, email=written)
    password = request.POST.get("password", "")[:200]
    about = {"password": password, "by": VISITOR, "at": timezone.now()}
    account = portal.signs_in(brand=brand, email=email or "", **about)
    if account is None:
        error = _("Address and password do not belong together. Or have a link mailed to you.")
        return _asking(request, brand, 403, error=error, email=written)
    return half_or_in(brand, account, "password")


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def open_link(request: HttpRequest, brand: Brand, token: str) -> HttpResponse:
    """Ask before a link is spent, so that a mail scanner that follows it does no harm."""
    at = timezone.now()
    if request.method != "POST":
        good = queries.link_is_good(brand.id, token, at, ACCOUNT)
        return page(
            request, "account_open", brand, status=200 if good else 410, good=good, minutes=_minutes()
        )
    try:
        account = portal.open_account_with_link(brand=brand, token=token, by=VISITOR, at=at)
    except portal.Locked:
        return page(request, "account_locked", brand, status=403)
    if account is None:
        return page(request, "account_open", brand, status=410, good=False, minutes=_minutes())
    return half_or_in(brand, account, "link")


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def code(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Take the code of her app, or a backup code."""
    half = _signed(request, _HALF, brand, _HALF_SECONDS) or {}
    account = queries.account_of_session(brand.id, half.get("account", 0), half.get("generation", 0))
    if account is None or not account.has_factor:
        return redirect(_place(brand))
    if request.method != "POST":
        return page(request, "account_code", brand)
    if try_again_at(request, limiting.SIGNING_IN_AS, who=f"account code {account.id}") is not None:
        error = _("There were many attempts. Wait ten minutes.")
        return page(request, "account_code", brand, status=429, error=error)
    typed = request.POST.get("code", "")[:20]
    if not portal.passes_code(account=account, code=typed, by=VISITOR, at=timezone.now()):
        error = _("This code does not fit, or it was used already. Wait for the next one.")
        return page(request, "account_code", brand, status=403, error=error)
    response = _in(brand, account, str(half.get("how", "link")))
    response.delete_cookie(_HALF, path=_place(brand), samesite="Lax")
    return response


@require_POST
@of_account
def open_case(request: HttpRequest, brand: Brand, account: CustomerAccount, number: str) -> HttpResponse:
    """Go on to one of her cases."""
    case = queries.own_case(account, number)
    if case is None:
        return redirect(_place(brand))
    if account.has_factor:
        by = Actor.customer(case.customer_id)
        cases.confirm_identity(case=case, how=cases.ProofBy.ACCOUNT, by=by, at=timezone.now())
    return let_in(redirect(f"/{brand.code}/cases/{case.number}/"), brand, case)


@require_POST
@of_account
def change(request: HttpRequest, brand: Brand, account: CustomerAccount) -> HttpResponse:
    """Change how she signs in; every other session is over then, and her mailbox is told."""
    language = translation.get_language() or brand.default_language
    about = {"account": account, "language": language, "by": VISITOR, "at": timezone.now()}
    match request.POST.get("act"):
        case "password":
            try:
                portal.change_password(password=request.POST.get("password", "")[:200], **about)
            except portal.WeakPassword:
                error = _("Take at least ten characters that nobody guesses.")
                return _own(request, brand, account, 422, password_error=error)
            messages.success(request, _("Your password is changed. Other sessions are over."))
        case "factor":
            return _confirm_factor(request, brand, account, about)
        case "no-factor" if account.has_factor:
            if not portal.passes_code(account=account, code=_typed(request), by=VISITOR, at=timezone.now()):
                return _own(request, brand, account, 403, factor_error=_wrong_code())
            account.refresh_from_db()
            portal.remove_factor(**about)
            messages.success(request, _("No code is asked for any more."))
        case "codes" if account.has_factor:
            return _with_codes(request, brand, account, portal.renew_codes(**about))
        case "sessions":
            portal.end_sessions(**about)
            messages.success(request, _("Your other sessions are over."))
    return stay_in(redirect(_place(brand)), brand, account)


@require_POST
@of_brand
def leave(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Sign out in this browser."""
    response = redirect(_place(brand))
    response.delete_cookie(_COOKIE, path=_place(brand), samesite="Lax")
    return response


@require_http_methods(["GET", "HEAD"])
@of_account
def set_up(request: HttpRequest, brand: Brand, account: CustomerAccount) -> HttpResponse:
    """Show the secret of a new app; it lies sealed in this browser until its first code is right."""
    secret = generate_totp_secret()
    response = _setting_up(request, brand, account, secret)
    signed = signing.dumps({"account": account.id, "secret": secret}, salt=_salt(_NEW, brand))
    keep_cookie(response, _NEW, signed, _place(brand), _HALF_SECONDS)
    return response


def _confirm_factor(
    request: HttpRequest, brand: Brand, account: CustomerAccount, about: dict[str, object]
) -> HttpResponse:
    kept = _signed(request, _NEW, brand, _HALF_SECONDS) or {}
    secret = str(kept.get("secret", "")) if kept.get("account") == account.id else ""
    if not secret or account.has_factor:
        return redirect(_place(brand))
    if step_of(secret, _typed(request), timezone.now()) is None:
        return _setting_up(request, brand, account, secret, 403, _wrong_code())
    response = _with_codes(request, brand, account, portal.add_factor(secret=secret, **about))
    response.delete_cookie(_NEW, path=_place(brand), samesite="Lax")
    return response


def _setting_up(
    request: HttpRequest,
    brand: Brand,
    account: CustomerAccount,
    secret: str,
    status: int = 200,
    error: str = "",
) -> HttpResponse:
    named = quote(f"{brand.name}:{account.email}", safe="")
    url = f"otpauth://totp/{named}?{urlencode({'secret': secret, 'issuer': brand.name})}"
    svg = base64.b64encode(get_adapter().build_totp_svg(url).encode()).decode()
    picture = f"data:image/svg+xml;base64,{svg}"
    return page(request, "account_app", brand, status=status, secret=secret, picture=picture, error=error)


def _with_codes(
    request: HttpRequest, brand: Brand, account: CustomerAccount, codes: list[str]
) -> HttpResponse:
    return stay_in(page(request, "account_codes", brand, codes=codes), brand, account)


def half_or_in(brand: Brand, account: CustomerAccount, how: str) -> HttpResponse:
    """Let her in, or ask for the code of her app first where she wants one."""
    if not account.has_factor:
        return _in(brand, account, how)
    response = redirect(f"{_place(brand)}code/")
    half = {"account": account.id, "generation": account.generation, "how": how}
    keep_cookie(response, _HALF, signing.dumps(half, salt=_salt(_HALF, brand)), _place(brand), _HALF_SECONDS)
    return response


def _in(brand: Brand, account: CustomerAccount, how: str) -> HttpResponse:
    portal.note_sign_in(account=account, how=how, by=VISITOR, at=timezone.now())
    return stay_in(redirect(_place(brand)), brand, account)


def stay_in(
    response: HttpResponse, brand: Brand, account: CustomerAccount, since: float | None = None
) -> HttpResponse:
    """The answer with the cookie of her session, renewed."""
    began = int(timezone.now().timestamp() if since is None else since)
    seen = {"account": account.id, "generation": account.generation, "since": began}
    signed = signing.dumps(seen, salt=_salt(_COOKIE, brand))
    keep_cookie(response, _COOKIE, signed, _place(brand), SESSION_SECONDS)
    return response


def _account_in(request: HttpRequest, brand: Brand) -> CustomerAccount | None:
    seen = _signed(request, _COOKIE, brand, SESSION_SECONDS)
    if seen is None or timezone.now().timestamp() - seen.get("since", 0) > LONGEST_SESSION_SECONDS:
        return None
    return queries.account_of_session(brand.id, seen["account"], seen["generation"])


def _signed(request: HttpRequest, name: str, brand: Brand, seconds: int) -> dict | None:
    try:
        return signing.loads(request.COOKIES.get(name, ""), salt=_salt(name, brand), max_age=seconds)
    except signing.BadSignature:
        return None


def _salt(name: str, brand: Brand) -> str:
    return f"portal.{name}.{brand.id}"


def _place(brand: Brand) -> str:
    return f"/{brand.code}/account/"


def _typed(request: HttpRequest) -> str:
    return request.POST.get("code", "")[:20]


def _minutes() -> int:
    return settings.MUHATAP_LINK_MINUTES


def _wrong_code() -> str:
    return _("This code does not fit, or it was used already. Wait for the next one.")


def _address_words() -> str:
    return _("E-mail address: write an address such as name@example.com.")


def _asking(request: HttpRequest, brand: Brand, status: int = 200, **context: object) -> HttpResponse:
    return page(
        request,
        "account_ask",
        brand,
        status=status,
        minutes=_minutes(),
        has_gateway=queries.has_gateway(brand),
        **context,
    )


def _own(
    request: HttpRequest, brand: Brand, account: CustomerAccount, status: int = 200, **context: object
) -> HttpResponse:
    found, given = queries.own_cases(account), request.GET
    wanted, zone = given.get("q", "").strip()[:80], owning.own_zone(given.get("zone", ""), brand)
    if given.get("from") or given.get("until"):
        days = days_between(
            given.get("from", ""), given.get("until", ""), timezone.now().astimezone(zone).date(), zone
        )
        found = [each for each in found if days.holds(each.received_at)]
        context |= {"first": days.first, "last": days.last}
    found = [each for each in found if owning.is_meant(wanted, each.number, each.subject)]
    cases = [(each, standing_words(each)) for each in found]
    context |= {
        "wanted": wanted,
        "zone": zone.key,
        "is_filtered": bool(given.keys() & {"q", "from", "until"}),
        "has_gateway": queries.has_gateway(brand),
    }
    return page(request, "account", brand, status=status, account=account, cases=cases, **context)
