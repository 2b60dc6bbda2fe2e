"""A customer's locker: what she keeps before any case, opened by a link that goes to her address."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.cases.numbers import parse_number
from muhatap.cases.queries import case_opened_by
from muhatap.evidence import operations as evidence
from muhatap.evidence import queries
from muhatap.evidence.models import Locker
from muhatap.evidence.retaining import locker_class
from muhatap.evidence.wording import kind_words
from muhatap.files.operations import FileRefused
from muhatap.kernel.identifiers import normal_email
from muhatap.portal import operations as portal
from muhatap.portal.keys import LOCKER
from muhatap.portal.offering import LookFace, Offer, hold_or_take, kinds, nothing_words, offer_in
from muhatap.portal.operations import limiting
from muhatap.portal.queries import link_is_good
from muhatap.portal.views.door import (
    SESSION_SECONDS,
    VISITOR,
    keep_cookie,
    of_brand,
    page,
    redirect,
    try_again_at,
)
from muhatap.portal.wording import refusal_words
from muhatap.promises.wording import span_words

_COOKIE = "muhatap_locker"


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def show(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show the locker that this browser opened, or ask for the address of one; a document is kept."""
    locker = _locker_of(request, brand)
    if locker is None:
        return _asking(request, brand)
    if request.method != "POST":
        return _page(request, brand, locker)
    if try_again_at(request, limiting.WRITING) is not None:
        return _page(request, brand, locker, status=429, error=_("You sent this very often. Wait a little."))
    if request.POST.get("remove", "").isdecimal():
        item_id = int(request.POST["remove"][:19])
        evidence.remove_from_locker(locker=locker, item_id=item_id, by=VISITOR, at=timezone.now())
        return redirect(request.path)
    return _keep(request, brand, locker, offer_in(request.POST, request.FILES))


@require_POST
@of_brand
def ask(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Mail a one-time link to the locker of an address; the answer is the same for every address."""
    email = normal_email(request.POST.get("email", ""))
    if email is None:
        error = _("E-mail address: write an address such as name@example.com.")
        return _asking(request, brand, status=422, error=error, email=request.POST.get("email", "")[:254])
    # Counted for the address too, so that nobody's mailbox is filled from here.
    too_many = try_again_at(request, limiting.LINKS) or try_again_at(
        request, limiting.LINKS_OF_CASE, who=f"locker {brand.id} {email}"
    )
    if too_many is not None:
        error = _("There were many attempts. Try again in an hour.")
        return _asking(request, brand, status=429, error=error, email=email)
    language = translation.get_language() or brand.default_language
    portal.mail_locker_link(brand=brand, email=email, language=language, by=VISITOR, at=timezone.now())
    return _asking(request, brand, sent_to=email)


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def open_link(request: HttpRequest, brand: Brand, token: str) -> HttpResponse:
    """Ask before a one-time link is spent, so that a mail scanner that follows it does no harm."""
    at = timezone.now()
    if request.method != "POST":
        good = link_is_good(brand.id, token, at, LOCKER)
        return page(request, "locker_open", brand, status=200 if good else 410, good=good)
    locker = portal.open_locker_with_link(brand_id=brand.id, token=token, by=VISITOR, at=at)
    if locker is None:
        return page(request, "locker_open", brand, status=410, good=False)
    response = redirect(f"/{brand.code}/locker/")
    signed = signing.dumps(locker.id, salt=f"portal.locker.{brand.id}")
    keep_cookie(response, _COOKIE, signed, f"/{brand.code}/locker/", SESSION_SECONDS)
    return response


@require_POST
@of_brand
def attach(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Give chosen items to a case that she opens by number and secret."""
    locker = _locker_of(request, brand)
    if locker is None:
        return redirect(f"/{brand.code}/locker/")
    chosen = {each for each in request.POST.getlist("items") if each.isdecimal()}
    items = [each for each in queries.items_in_locker(locker) if str(each.id) in chosen]
    if not items:
        return _page(request, brand, locker, status=422, error=_("Choose what goes to the case."))
    if try_again_at(request, limiting.TRACKING) is not None:
        return _page(request, brand, locker, status=429, error=_("There were many attempts. Wait a little."))
    number = request.POST.get("number", "")[:60]
    case = case_opened_by(number, request.POST.get("secret", "")) if parse_number(number) else None
    if case is None or case.brand_id != brand.id:
        error = _("Number and secret do not belong together. Check both.")
        return _page(request, brand, locker, status=403, error=error)
    evidence.attach_items(case=case, items=items, by=VISITOR, at=timezone.now())
    messages.success(request, _("They are with your case %(number)s now.") % {"number": case.number})
    return redirect(f"/{brand.code}/locker/")


@require_POST
@of_brand
def leave(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Forget the locker in this browser."""
    response = redirect(f"/{brand.code}/locker/")
    response.delete_cookie(_COOKIE, path=f"/{brand.code}/locker/", samesite="Lax")
    return response


def _keep(request: HttpRequest, brand: Brand, locker: Locker, offer: Offer) -> HttpResponse:
    try:
        held = hold_or_take(brand, offer)
        if isinstance(held, LookFace):
            return _page(request, brand, locker, look=held, offer=offer)
        new = offer.item("locker", *held, None, "")
        evidence.keep_in_locker(locker=locker, new=new, by=VISITOR, at=timezone.now())
    except FileRefused as refusal:
        return _page(request, brand, locker, status=422, error=refusal_words(refusal))
    except evidence.NotEvidence:
        return _page(request, brand, locker, status=422, error=nothing_words())
    except evidence.LockerFull:
        error = _("The locker holds fifty things. Take something out first.")
        return _page(request, brand, locker, status=409, error=error)
    messages.success(request, _("It is in your locker."))
    return redirect(request.path)


def _locker_of(request: HttpRequest, brand: Brand) -> Locker | None:
    try:
        held = signing.loads(
            request.COOKIES.get(_COOKIE, ""), salt=f"portal.locker.{brand.id}", max_age=SESSION_SECONDS
        )
    except signing.BadSignature:
        return None
    return queries.locker_with_id(brand.id, held)


def _asking(request: HttpRequest, brand: Brand, **context: object) -> HttpResponse:
    keep = locker_class(section_of(brand, "retention") or {}).keep
    kept_for = span_words(f"{12 * int(keep[:-1])}mo" if keep.endswith("y") else keep)
    return page(request, "locker_ask", brand, kept_for=kept_for, **context)


def _page(
    request: HttpRequest, brand: Brand, locker: Locker, status: int = 200, error: str = "", **more: object
) -> HttpResponse:
    items = [(each, kind_words(each.kind)) for each in queries.items_in_locker(locker)]
    return page(
        request,
        "locker",
        brand,
        status=status,
        locker=locker,
        items=items,
        kinds=kinds(),
        error=error,
        **more,
    )
