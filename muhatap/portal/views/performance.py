"""The public performance page: signed days for readers and programs, and whether one's case is counted."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.cases.numbers import parse_number
from muhatap.dossiers import receipts
from muhatap.letters.paper import NoPaper
from muhatap.portal import performance as face
from muhatap.portal.operations import limiting
from muhatap.portal.published.editions import Edition, edition_of
from muhatap.portal.report_paper import paper_of
from muhatap.portal.views.door import languages_of, of_brand, page, try_again_at, wants_json
from muhatap.reports import sealed
from muhatap.reports.disclosing import publishes
from muhatap.reports.exporting import csv_lines
from muhatap.reports.models import PublishedReport, Snapshot
from muhatap.ui.errors import error_page

_LIVE, _FOR_EVER = 60, 31_536_000
_FIELDS = ("number", "code")


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def performance(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show how promises are kept, as it was signed last; with number and receipt code, one's own case."""
    edition = edition_of(brand, None, languages_of(brand), timezone.now())
    if edition is None or not publishes(brand):
        return _nothing(request, brand)
    newest = sealed.snapshot_of(brand)
    if request.method == "POST":
        return _checked(request, brand, edition, newest)
    if wants_json(request) or request.path.endswith(".csv"):
        return _for_programs(request, brand, newest)
    response = page(request, "performance", brand, **_content(brand, edition, newest))
    response["Cache-Control"] = "private, no-cache"
    if not (section_of(brand, "publication") or {}).get("search_engines", True):
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@of_brand
def day(request: HttpRequest, brand: Brand, day: str) -> HttpResponse:
    """One signed day as it was signed, for programs."""
    row = sealed.snapshot_of(brand, _day(day)) if publishes(brand) and _day(day) else None
    return _signed(request, brand, row)


@require_safe
@of_brand
def report(request: HttpRequest, brand: Brand, since: str) -> HttpResponse:
    """A published report as it was signed, for programs."""
    row = sealed.report_since(brand, _day(since)) if publishes(brand) and _day(since) else None
    return _signed(request, brand, row)


@require_safe
@of_brand
def paper(request: HttpRequest, brand: Brand, since: str) -> HttpResponse:
    """A published report as a PDF for people, in the reader's language."""
    row = sealed.report_since(brand, _day(since)) if publishes(brand) and _day(since) else None
    edition = edition_of(brand, None, languages_of(brand), timezone.now())
    if row is None or edition is None:
        return _nothing(request, brand)
    again_at = try_again_at(request, limiting.PAPERS)
    if again_at is not None:
        return error_page(request, 429, detail=_("Please try again in a while."))
    try:
        pdf = paper_of(edition, row)
    except NoPaper:
        return HttpResponseRedirect(f"/{brand.code}/performance/reports/{row.since}.csv")
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{brand.code}-performance-{row.since}.pdf"'
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _content(brand: Brand, edition: Edition, newest: Snapshot | None) -> dict[str, Any]:
    now = timezone.now()
    found: dict[str, Any] = {
        "channels": face.channel_rows(edition, now),
        "shows_waiting": (section_of(brand, "publication") or {}).get("waiting_times", True),
        "reports": sealed.reports_of(brand),
        "definitions": face.definitions(),
        "now": now,
        "snapshot": newest,
    }
    if newest is None:
        return found
    document = sealed.document_of(newest)
    days = sealed.snapshots_of(brand)
    figures = face.figures_by_id(document)
    return found | {
        "document": document,
        "figures": figures,
        "said": {kpi: face.said(figure) for kpi, figure in figures.items()},
        "broken": _broken(figures["sla_attainment"]),
        "promises": face.promise_rows(edition, document, face.course_of(days)),
        "heads": face.part_heads(),
        "by": [
            (_("By channel"), face.part_rows(edition, document, "channel")),
            (_("By topic"), face.part_rows(edition, document, "topic")),
        ],
        "broken_rows": face.broken_rows(document),
        "backlog": _backlog(document["backlog"]),
        "days": days[:31],
    }


def _broken(figure: dict[str, Any]) -> tuple[str, str] | None:
    if figure.get("hidden") or not figure.get("denominator"):
        return None
    due, kept = figure["denominator"], figure["numerator"]
    return number_format(due, force_grouping=True), number_format(due - kept, force_grouping=True)


def _backlog(told: dict[str, Any]) -> dict[str, Any] | None:
    if told.get("hidden"):
        return None
    return {
        "open": told["open"],
        "median": face.hours_words(told["median_hours"]),
        "p90": face.hours_words(told["p90_hours"]),
    }


def _checked(request: HttpRequest, brand: Brand, edition: Edition, newest: Snapshot | None) -> HttpResponse:
    """Say whether a case is counted; only who has its receipt learns anything about it."""
    typed = {name: request.POST.get(name, "").strip()[:60] for name in _FIELDS}
    context = _content(brand, edition, newest) | typed

    def answer(status: int, **more: object) -> HttpResponse:
        return page(request, "performance", brand, status=status, **{**context, **more})

    number = parse_number(typed["number"])
    if number is None:
        words = _("Case number: a digit is wrong or missing. It has twelve digits.")
        return answer(422, errors={"number": words})
    again_at = try_again_at(request, limiting.CHECKING)
    if again_at is not None:
        return answer(429, again_at=again_at)
    found = receipts.found_by(brand.id, number, typed["code"])
    if found is None:
        words = _("Number and receipt code do not belong together. Check both for a wrong letter.")
        return answer(404, errors={"code": words})
    came_on = timezone.localtime(found.case.received_at).date()
    counted = sealed.counted_case(brand, number, receipts.code_of(found.case), came_on)
    waits = counted is None and (newest is None or newest.day < came_on)
    return answer(200, found=found.case, counted=counted, waits=waits, came_on=came_on)


def _for_programs(request: HttpRequest, brand: Brand, newest: Snapshot | None) -> HttpResponse:
    if newest is None:
        return _error(404)
    if request.path.endswith(".csv"):
        return _csv(brand, newest)
    body = face.as_json(brand, newest, sealed.snapshots_of(brand))
    return _kept(HttpResponse(body, content_type="application/json; charset=utf-8"), _LIVE)


def _signed(request: HttpRequest, brand: Brand, row: Snapshot | PublishedReport | None) -> HttpResponse:
    if row is None:
        return _error(404)
    if request.path.endswith(".csv"):
        return _csv(brand, row)
    response = HttpResponse(face.signed_json(row), content_type="application/json; charset=utf-8")
    return _kept(response, _FOR_EVER)


def _csv(brand: Brand, row: Snapshot | PublishedReport) -> HttpResponse:
    lines = "".join(csv_lines(face.rows_of(sealed.document_of(row))))
    response = HttpResponse(lines, content_type="text/csv; charset=utf-8")
    day = row.day if isinstance(row, Snapshot) else row.since
    response["Content-Disposition"] = f'attachment; filename="{brand.code}-performance-{day}.csv"'
    return _kept(response, _LIVE)


def _kept(response: HttpResponse, seconds: int) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age={seconds}"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _error(status: int) -> HttpResponse:
    return HttpResponse('{"error": "not_found"}', status=status, content_type="application/json")


def _nothing(request: HttpRequest, brand: Brand) -> HttpResponse:
    if wants_json(request) or request.path.endswith(".csv"):
        return _error(404)
    detail = _("Our charter does not publish how its promises are kept.")
    place, words = f"/{brand.code}/", _("Choose a topic")
    return error_page(request, 404, detail=detail, next_url=place, next_label=words)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
