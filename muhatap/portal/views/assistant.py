"""The assistant as a page: it says that it is a bot, quotes articles and hands over, without JavaScript."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.bot import operations as bots
from muhatap.bot.models import Talk
from muhatap.bot.queries import has_assistant, lines_of, talk_with_key
from muhatap.brands.models import Brand
from muhatap.cases.keys import secret_of
from muhatap.channels.contract import Sender
from muhatap.kernel.identifiers import normal_email
from muhatap.portal import faces
from muhatap.portal.operations import limiting
from muhatap.portal.plan import notices_shown
from muhatap.portal.views.door import VISITOR, languages_of, of_brand, page, redirect, try_again_at
from muhatap.ui.errors import error_page

_COOKIE = "muhatap_talk"
_SECONDS = 12 * 3600
_TEXT = 2_000


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def talk(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show what was said, take the next question, or hand over to a person."""
    if not has_assistant(brand):
        return error_page(request, 404, next_url=f"/{brand.code}/contact/", next_label=_("Contact"))
    held = _held(request, brand)
    if request.method != "POST":
        return _talk_page(request, brand, held[0] if held else None)
    match request.POST.get("action"):
        case "hand_over" if held:
            return _hand_over(request, brand, held[0])
        case "end":
            response = redirect(_place(brand))
            response.delete_cookie(_COOKIE, path=_place(brand), samesite="Lax")
            return response
    return _say(request, brand, held)


def _say(request: HttpRequest, brand: Brand, held: tuple[Talk, str] | None) -> HttpResponse:
    text = request.POST.get("text", "").strip()[:_TEXT]
    if not text:
        return redirect(f"{_place(brand)}#ask")
    if try_again_at(request, limiting.ASKING) is not None:
        messages.error(request, _("You asked very often. Write to us instead: a person reads it."))
        return redirect(f"/{brand.code}/contact/")
    language, at = languages_of(brand)[0], timezone.now()
    shown, key = held or bots.begin_talk(
        brand=brand, language=language, notices=notices_shown(brand.notices, language), by=VISITOR, at=at
    )
    try:
        bots.say(talk=shown, text=text, by=VISITOR, at=at)
    except bots.TalkIsOver:
        messages.error(
            request, _("This conversation is over. A person has it, or you can begin another one.")
        )
    response = redirect(f"{_place(brand)}#last")
    response.set_cookie(
        _COOKIE,
        signing.dumps(key, salt=f"portal.talk.{brand.id}"),
        max_age=_SECONDS,
        path=_place(brand),
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )
    return response


def _hand_over(request: HttpRequest, brand: Brand, held: Talk) -> HttpResponse:
    email = normal_email(request.POST.get("email", ""))
    if email is None:
        error = _("E-mail address: write an address such as name@example.com.")
        return _talk_page(request, brand, held, status=422, error=error)
    if try_again_at(request, limiting.SENDING) is not None:
        return _talk_page(request, brand, held, status=429, error=_("Many cases came from your network."))
    sender = Sender(name=request.POST.get("name", "").strip()[:200], email=email)
    try:
        case = bots.hand_over(talk=held, sender=sender, by=VISITOR, at=timezone.now())
    except bots.NothingSaid:
        return redirect(f"{_place(brand)}#ask")
    return _talk_page(request, brand, held, case=case, secret=secret_of(case))


def _talk_page(
    request: HttpRequest, brand: Brand, held: Talk | None, status: int = 200, **more: object
) -> HttpResponse:
    lines = lines_of(held) if held else []
    return page(
        request,
        "help/assistant",
        brand,
        status=status,
        here="help",
        lines=lines,
        talk=held,
        root=f"/{brand.code}/help/",
        wants_person=bool(held and held.reason),
        is_over=bool(held and held.case_id) or "case" in more,
        notice=faces.notice_face(brand.notices, languages_of(brand)),
        typed=request.POST,
        **more,
    )


def _held(request: HttpRequest, brand: Brand) -> tuple[Talk, str] | None:
    try:
        key = signing.loads(
            request.COOKIES.get(_COOKIE, ""), salt=f"portal.talk.{brand.id}", max_age=_SECONDS
        )
    except signing.BadSignature:
        return None
    found = talk_with_key(brand, str(key))
    return (found, str(key)) if found else None


def _place(brand: Brand) -> str:
    return f"/{brand.code}/assistant/"
