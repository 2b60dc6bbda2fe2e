"""Where a customer answers for documents: from her case, or by the link of a letter without any password."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.evidence import operations as evidence
from muhatap.evidence import queries
from muhatap.evidence.kinds import EvidenceKind
from muhatap.evidence.models import EvidenceItem, RequestLine
from muhatap.evidence.wording import GROUNDS, PURPOSES, kind_words, reason_told
from muhatap.files.operations import FileRefused
from muhatap.kernel.actors import Actor
from muhatap.portal.offering import LookFace, Offer, hold_or_take, kinds, nothing_words, offer_in
from muhatap.portal.operations import limiting
from muhatap.portal.views.case import of_case
from muhatap.portal.views.door import languages_of, of_brand, page, redirect, try_again_at
from muhatap.portal.wording import refusal_words
from muhatap.ui.errors import error_page

_MOST_DIGITS = 19


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is wanted: a line of a request, or a rejected item that comes again."""

    place: str
    words: str
    kind: str
    why: str
    correction: str
    line: RequestLine | None
    code: str


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def answer(request: HttpRequest, brand: Brand, token: str) -> HttpResponse:
    """The page behind the link of a letter: it takes documents, and shows no word of the case."""
    case = queries.case_for_documents(brand.id, token)
    if case is None:
        return error_page(
            request,
            404,
            title=_("This link has ended"),
            detail=_("The case was closed, or its secret was replaced, or the link is not whole."),
            next_step=_("Answer our last message, or open your case with its number."),
            next_url=f"/{brand.code}/track/",
            next_label=_("My case"),
        )
    return _page_or_take(request, brand, case, is_own=False)


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
@of_case
def of_own_case(request: HttpRequest, brand: Brand, case: Case) -> HttpResponse:
    """The same from the page of a case, with everything that was sent before."""
    return _page_or_take(request, brand, case, is_own=True)


def _page_or_take(request: HttpRequest, brand: Brand, case: Case, *, is_own: bool) -> HttpResponse:
    if request.method != "POST":
        return _page(request, brand, case, is_own)
    if try_again_at(request, limiting.WRITING) is not None:
        return _page(
            request, brand, case, is_own, status=429, error=_("You sent this very often. Wait a little.")
        )
    if not case.is_open:
        return _page(
            request, brand, case, is_own, status=409, error=_("The case is closed. Write to us to open it.")
        )
    offer = offer_in(request.POST, request.FILES)
    wanted = next((each for each in _wanted(case) if each.place == request.POST.get("for")), None)
    try:
        held = hold_or_take(brand, offer)
    except FileRefused as refusal:
        return _page(request, brand, case, is_own, status=422, error=refusal_words(refusal))
    if isinstance(held, LookFace):
        return _page(request, brand, case, is_own, look=held, offer=offer, chosen=wanted)
    return _keep(request, brand, case, offer, wanted, held, is_own=is_own)


def _keep(
    request: HttpRequest,
    brand: Brand,
    case: Case,
    offer: Offer,
    wanted: Asked | None,
    held: tuple[str, bytes],
    *,
    is_own: bool,
) -> HttpResponse:
    new = offer.item("portal", *held, wanted.line if wanted else None, wanted.code if wanted else "")
    if wanted is not None:
        new = replace(new, kind=EvidenceKind(wanted.kind))
    try:
        evidence.offer_items(case=case, new=[new], by=Actor.customer(case.customer_id), at=timezone.now())
    except evidence.NotEvidence:
        return _page(request, brand, case, is_own, status=422, error=nothing_words())
    messages.success(request, _("We have it. You hear from us when it was checked."))
    return redirect(request.path)


def _wanted(case: Case) -> list[Asked]:
    language = translation.get_language() or case.language
    lines = [
        Asked(
            place=f"line-{line.id}",
            words=line.words,
            kind=line.kind,
            why=_("What for: %(purpose)s. Lawful ground: %(ground)s. %(words)s")
            % {
                "purpose": PURPOSES[line.request.purpose],
                "ground": GROUNDS[line.request.ground],
                "words": line.request.words,
            },
            correction=_last_correction(line),
            line=line,
            code="",
        )
        for line in queries.wanted_of(case)
    ]
    again = [each for each in queries.rejected_of(case) if each.line_id is None]
    return [*lines, *(_asked_again(each, language) for each in again)]


def _asked_again(item: EvidenceItem, language: str) -> Asked:
    return Asked(
        place=f"item-{item.id}",
        words=kind_words(item.kind, language),
        kind=item.kind,
        why=reason_told(item.reason, language),
        correction=_correction(item),
        line=None,
        code=item.code,
    )


def _last_correction(line: RequestLine) -> str:
    last = line.items.order_by("-id").first()
    return _correction(last) if last is not None and last.correction else ""


def _correction(item: EvidenceItem) -> str:
    return "" if item.reason == "altered" else item.correction


def _page(
    request: HttpRequest,
    brand: Brand,
    case: Case,
    is_own: bool,
    status: int = 200,
    error: str = "",
    **more: object,
) -> HttpResponse:
    asked = request.GET.get("item", "")[:_MOST_DIGITS]
    wanted = _wanted(case)
    only = [each for each in wanted if each.place == f"item-{asked}"] if asked else []
    return page(
        request,
        "documents",
        brand,
        status=status,
        case=case,
        is_own=is_own,
        wanted=only or wanted,
        due_at=min((each.line.request.due_at for each in wanted if each.line), default=None),
        items=_sent(case) if is_own else (),
        meter=queries.meter_of(case, languages_of(brand)) if is_own else None,
        kinds=kinds(),
        error=error,
        **more,
    )


def _sent(case: Case) -> list[tuple[EvidenceItem, str, str]]:
    language = translation.get_language() or case.language
    return [
        (each, kind_words(each.kind, language), reason_told(each.reason, language) if each.reason else "")
        for each in queries.items_of(case)
    ]
