"""Wishing to be called: by anybody from the public page, and on a case of one's own, without a script."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.brands.models import Brand
from muhatap.cases.keys import secret_of
from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.call_queries import callback_of, room_of
from muhatap.kernel.actors import Actor
from muhatap.kernel.identifiers import normal_email, normal_phone
from muhatap.portal import guard
from muhatap.portal import operations as portal
from muhatap.portal.calling import between_words, call_face, moment_said, slot_days
from muhatap.portal.operations import limiting
from muhatap.portal.views.case import of_case, place_of
from muhatap.portal.views.door import VISITOR, let_in, of_brand, page, redirect, try_again_at
from muhatap.ui.errors import error_page

_FIELDS = ("name", "phone", "email", "about", "begins")
_LONGEST = {"name": 200, "phone": 40, "email": 254, "about": 4000, "begins": 40}


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def ask(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Let anybody choose a time at which we call; it opens a case with a number."""
    if room_of(brand) is None:
        return error_page(request, 404)
    if request.method != "POST":
        return _ask_page(request, brand, {})
    given = {name: request.POST.get(name, "").strip()[: _LONGEST[name]] for name in _FIELDS}
    token = guard.name_in_stamp(request.POST.get(guard.STAMP, ""))
    errors = _wrong(given)
    if not token:
        errors.append(_("The page was open for very long. Everything is still here; send it again."))
    if errors or guard.fills_traps(request.POST):
        return _ask_page(request, brand, given, status=422, errors=errors)
    if try_again_at(request, limiting.SENDING) is not None:
        errors = [_("You wrote very often in a short time. Please wait a little.")]
        return _ask_page(request, brand, given, status=429, errors=errors)
    try:
        case = portal.ask_for_call(
            brand=brand,
            wish=_wish(given, token, brand),
            subject=_("Please call me back"),
            by=VISITOR,
            at=timezone.now(),
        )
    except channels.NoSuchSlot:
        return _ask_page(request, brand, given, status=409, errors=[_taken()])
    callback = callback_of(case)
    words = between_words(callback) if callback else ""
    response = page(
        request,
        "callback_done",
        brand,
        case=case,
        secret=secret_of(case),
        callback=callback,
        words=words,
    )
    return let_in(response, brand, case)


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
@of_case
def own(request: HttpRequest, brand: Brand, case: Case) -> HttpResponse:
    """Let the customer of a case choose, move or take back a call."""
    if request.method != "POST":
        return _own_page(request, brand, case)
    if try_again_at(request, limiting.WRITING) is not None:
        error = _("You wrote very often in a short time. Please wait a little.")
        return _own_page(request, brand, case, status=429, error=error)
    try:
        messages.success(request, _taken_up(request, case))
    except channels.NotANumber:
        error = _("Telephone: give a number that we can call.")
        return _own_page(request, brand, case, status=422, error=error)
    except channels.NoSuchSlot:
        return _own_page(request, brand, case, status=409, error=_taken())
    except channels.CallRuns:
        return _own_page(request, brand, case, status=409, error=_("We are calling you at this moment."))
    except channels.CallbackOver:
        messages.info(request, _("This call is over already. You can wish for another one."))
    return redirect(f"{place_of(brand, case)}callback/")


def _taken_up(request: HttpRequest, case: Case) -> str:
    at, by = timezone.now(), Actor.customer(case.customer_id)
    begins_at, callback = moment_said(request.POST.get("begins", "")), callback_of(case)
    if request.POST.get("do") == "cancel":
        if callback is None:
            raise channels.CallbackOver(case.id)
        channels.cancel_callback(callback=callback, by=by, at=at)
        return _("We do not call you. Your case goes on.")
    if begins_at is None:
        raise channels.NoSuchSlot("")
    if callback is not None:
        channels.move_callback(callback=callback, begins_at=begins_at, by=by, at=at)
        return _("We call you at the new time.")
    phone = request.POST.get("phone", "") or case.customer.phone
    channels.promise_callback(case=case, phone=phone, begins_at=begins_at, by=by, at=at)
    return _("We call you at this time.")


def _wish(given: dict[str, str], token: str, brand: Brand) -> portal.WishToBeCalled:
    begins_at = moment_said(given["begins"])
    if begins_at is None:
        raise channels.NoSuchSlot("")
    return portal.WishToBeCalled(
        page=token,
        name=given["name"],
        phone=normal_phone(given["phone"]) or "",
        email=normal_email(given["email"]) or "",
        about=given["about"],
        language=translation.get_language() or brand.default_language,
        begins_at=begins_at,
    )


def _wrong(given: dict[str, str]) -> list[str]:
    errors = []
    if not normal_phone(given["phone"]):
        errors.append(_("Telephone: give a number that we can call."))
    if given["email"] and not normal_email(given["email"]):
        errors.append(_("E-mail: the address is not complete. Leave it empty if you have none."))
    if not given["about"]:
        errors.append(_("What is it about? A few words are enough."))
    if moment_said(given["begins"]) is None:
        errors.append(_("Time: choose when we shall call."))
    return errors


def _taken() -> str:
    return _("This time has just been taken. Please choose another one.")


def _ask_page(
    request: HttpRequest, brand: Brand, given: dict[str, str], status: int = 200, **trouble: object
) -> HttpResponse:
    stamp = request.POST.get(guard.STAMP, "")
    if not guard.name_in_stamp(stamp):
        stamp = guard.fresh_stamp()
    days = slot_days(brand, timezone.now())
    return page(request, "callback", brand, status=status, given=given, stamp=stamp, days=days, **trouble)


def _own_page(
    request: HttpRequest, brand: Brand, case: Case, status: int = 200, error: str = ""
) -> HttpResponse:
    return page(
        request,
        "callback_own",
        brand,
        status=status,
        case=case,
        call=call_face(case),
        chosen=known.begins_at.isoformat() if (known := callback_of(case)) else "",
        days=slot_days(brand, timezone.now(), case) if room_of(brand) else (),
        error=error,
    )
