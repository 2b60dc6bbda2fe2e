"""A customer's telephone as a way into her account: a code by short message, asked for and typed in."""

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.brands.models import Brand
from muhatap.kernel.identifiers import normal_phone
from muhatap.portal import operations as portal
from muhatap.portal import queries
from muhatap.portal.models import CustomerAccount
from muhatap.portal.operations import limiting
from muhatap.portal.views.account import half_or_in, of_account, stay_in
from muhatap.portal.views.door import VISITOR, keep_cookie, of_brand, page, redirect, try_again_at

_COOKIE = "muhatap_account_phone"
_SECONDS = 900


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def sign_in(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Ask for a number and mail it a code; the answer is the same for every number."""
    _expect_gateway(brand)
    if request.method != "POST":
        return page(request, "account_phone", brand)
    phone = normal_phone(request.POST.get("phone", ""))
    if phone is None:
        error = _("Write the number with its country, such as +90 532 111 22 33.")
        return page(request, "account_phone", brand, status=422, error=error)
    if _asks_too_often(request, brand, phone):
        return page(request, "account_phone", brand, status=429, error=_too_many())
    portal.ask_phone_code(brand=brand, phone=phone, language=_language(brand), by=VISITOR, at=timezone.now())
    response = redirect(f"{_place(brand)}code/")
    keep_cookie(response, _COOKIE, signing.dumps(phone, salt=_salt(brand)), _place(brand), _SECONDS)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def code(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Take the code of the number that was asked for."""
    _expect_gateway(brand)
    try:
        phone = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_salt(brand), max_age=_SECONDS)
    except signing.BadSignature:
        return redirect(_place(brand))
    if request.method != "POST":
        return page(request, "account_phone_code", brand, phone=phone)
    if try_again_at(request, limiting.SIGNING_IN) is not None:
        return page(request, "account_phone_code", brand, status=429, phone=phone, error=_too_many())
    account = portal.account_with_code(
        brand=brand, phone=phone, code=request.POST.get("code", "")[:20], by=VISITOR, at=timezone.now()
    )
    if account is None:
        return page(request, "account_phone_code", brand, status=403, phone=phone, error=_wrong())
    return half_or_in(brand, account, "phone")


@require_http_methods(["GET", "HEAD", "POST"])
@of_account
def own(request: HttpRequest, brand: Brand, account: CustomerAccount) -> HttpResponse:
    """Let her prove a number of hers by a code, or take it off."""
    _expect_gateway(brand)
    about = {"account": account, "by": VISITOR, "at": timezone.now()}
    if request.method != "POST":
        return page(request, "account_phone_own", brand, account=account)
    match request.POST.get("act"):
        case "forget":
            portal.forget_phone(language=_language(brand), **about)
            messages.success(request, _("No code goes to a telephone any more."))
        case "code":
            if try_again_at(request, limiting.SIGNING_IN_AS, who=f"account phone {account.id}") is not None:
                return _asked(request, brand, account, 429, _too_many())
            if not portal.prove_phone(code=request.POST.get("code", "")[:20], **about):
                return _asked(request, brand, account, 403, _wrong())
            account.refresh_from_db()
            messages.success(request, _("Your number is proved. Other sessions are over."))
        case _:
            phone = normal_phone(request.POST.get("phone", ""))
            if phone is None:
                error = _("Write the number with its country, such as +90 532 111 22 33.")
                return page(request, "account_phone_own", brand, status=422, account=account, error=error)
            if _asks_too_often(request, brand, phone):
                return page(
                    request, "account_phone_own", brand, status=429, account=account, error=_too_many()
                )
            portal.ask_own_code(phone=phone, language=_language(brand), **about)
            return _asked(request, brand, account)
    return stay_in(redirect(f"/{brand.code}/account/"), brand, account)


def _asked(
    request: HttpRequest, brand: Brand, account: CustomerAccount, status: int = 200, error: str = ""
) -> HttpResponse:
    return page(request, "account_phone_own", brand, status=status, account=account, asked=True, error=error)


def _asks_too_often(request: HttpRequest, brand: Brand, phone: str) -> bool:
    by_her = try_again_at(request, limiting.LINKS)
    return bool(by_her or try_again_at(request, limiting.LINKS_OF_CASE, who=f"phone {brand.id} {phone}"))


def _expect_gateway(brand: Brand) -> None:
    if not queries.has_gateway(brand):
        raise Http404


def _too_many() -> str:
    return _("There were many attempts. Try again in an hour.")


def _wrong() -> str:
    return _("This code does not fit, or its time is over. Ask for a new one.")


def _language(brand: Brand) -> str:
    return translation.get_language() or brand.default_language


def _place(brand: Brand) -> str:
    return f"/{brand.code}/account/phone/"


def _salt(brand: Brand) -> str:
    return f"portal.phone.{brand.id}"
