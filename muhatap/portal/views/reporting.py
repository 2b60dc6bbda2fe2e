"""Reporting somebody who pretends to be the brand."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.brands.impostors import judge, own_addresses
from muhatap.brands.models import Brand
from muhatap.cases.keys import secret_of
from muhatap.kernel.identifiers import normal_email
from muhatap.portal import faces, guard
from muhatap.portal import operations as portal
from muhatap.portal.operations import limiting
from muhatap.portal.plan import notices_shown
from muhatap.portal.views.door import VISITOR, languages_of, let_in, of_brand, page, redirect, try_again_at
from muhatap.topics.queries import topic_with_code

_ADDRESS, _STORY, _EMAIL = "address", "story", "email"
_LONGEST_STORY = 10_000


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def report(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Ask who pretends to be the brand and open a case with it."""
    topic = topic_with_code(brand.id, _impostor_topic(brand)) if _impostor_topic(brand) else None
    if topic is None:
        return redirect(f"/{brand.code}/charter/official/")
    if request.method != "POST":
        return _form(request, brand, typed={_ADDRESS: request.GET.get(_ADDRESS, "")[:300]})
    typed = {
        name: request.POST.get(name, "").strip() for name in (_ADDRESS, "seen_on", _STORY, "name", _EMAIL)
    }
    errors = _errors(typed)
    stamped = guard.name_in_stamp(request.POST.get(guard.STAMP, ""))
    if not stamped and not errors:
        errors = {_STORY: _("This page was open for very long. Please send it again.")}
    if errors:
        return _form(request, brand, typed=typed, errors=errors, status=422)
    if guard.fills_traps(request.POST):
        return _form(request, brand, typed=typed, status=422, ask_person=True)
    again_at = try_again_at(request, limiting.REPORTING)
    if again_at is not None:
        return _form(request, brand, typed=typed, status=429, again_at=again_at)
    try:
        case = portal.report_impostor(
            brand=brand, report=_report(brand, topic.code, typed, stamped), by=VISITOR, at=timezone.now()
        )
    except portal.NotReported:
        return _form(request, brand, typed=typed, status=503, is_kept=True)
    return let_in(page(request, "reported", brand, case=case, secret=secret_of(case)), brand, case)


def _report(brand: Brand, topic: str, typed: dict[str, str], stamped: str) -> portal.ImpostorReport:
    language = translation.get_language() or brand.default_language
    owned = own_addresses(brand.legal, brand.contact)
    return portal.ImpostorReport(
        page=stamped,
        topic=topic,
        address=typed[_ADDRESS][:300],
        seen_on=typed["seen_on"][:200],
        story=typed[_STORY][:_LONGEST_STORY],
        subject=_("Somebody pretends to be us: %(address)s") % {"address": typed[_ADDRESS][:100]},
        language=language,
        reporter=typed["name"][:200],
        email=normal_email(typed[_EMAIL]) or "",
        verdict=judge(owned, typed[_ADDRESS]).verdict.value,
        notices=notices_shown(brand.notices, language),
    )


def _errors(typed: dict[str, str]) -> dict[str, str]:
    errors = {}
    if not typed[_ADDRESS]:
        errors[_ADDRESS] = _("Write the address, number or account that pretends to be us.")
    if not typed[_STORY]:
        errors[_STORY] = _("Write in a sentence what happened.")
    if typed[_EMAIL] and normal_email(typed[_EMAIL]) is None:
        errors[_EMAIL] = _("E-mail address: write an address such as name@example.com.")
    return errors


def _form(
    request: HttpRequest, brand: Brand, typed: dict[str, str], status: int = 200, **context: object
) -> HttpResponse:
    # A stamp that was sent stays, so that what is sent twice is one case.
    sent = request.POST.get(guard.STAMP, "")
    return page(
        request,
        "report_impostor",
        brand,
        status=status,
        typed=typed,
        stamp=sent if guard.name_in_stamp(sent) else guard.fresh_stamp(),
        notice=faces.notice_face(brand.notices, languages_of(brand)),
        **context,
    )


def _impostor_topic(brand: Brand) -> str:
    return (brand.legal.get("official") or {}).get("impostor_topic", "")
