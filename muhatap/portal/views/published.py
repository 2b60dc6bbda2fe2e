"""The charter's public pages, each as a page and as JSON, in force or as it stood."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from muhatap.brands.impostors import judge, own_addresses
from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.portal import guard
from muhatap.portal.operations import limiting
from muhatap.portal.published.editions import Edition, edition_of, standings_of
from muhatap.portal.published.pages import OPEN_NOW, Page, address_of, page_called, pages_of
from muhatap.portal.views.door import languages_of, of_brand, try_again_at, wants_json
from muhatap.ui.errors import error_page

CHECKED = "address"
_LIVE_SECONDS, _STILL_SECONDS, _EARLIER_SECONDS = 60, 300, 86_400
# Raised when what a page says without its facts changes, so that no browser shows the old words.
_DRESS = "1"


@require_safe
@of_brand
def show(request: HttpRequest, brand: Brand, name: str = "", number: int | None = None) -> HttpResponse:
    """Show one page of the charter, or the list of all; an earlier version stays as it stood."""
    wanted = request.GET.get("version", "")
    if number is None and wanted.isdecimal() and len(wanted) < 9:
        number = int(wanted)
    edition = edition_of(brand, number, languages_of(brand), timezone.now())
    if edition is None:
        return _nothing(request, brand)
    if number is not None and edition.is_current:
        suffix = ".json" if request.path.endswith(".json") else "/"
        return HttpResponseRedirect(address_of(edition, name, suffix))
    if not name:
        return _answer(request, edition, None, _index(edition))
    found = page_called(name, edition)
    if found is None:
        return _nothing(request, brand)
    if found is OPEN_NOW and not wants_json(request):
        return HttpResponseRedirect(address_of(edition, "channels"))
    if name == "official" and edition.is_current and request.GET.get(CHECKED, "").strip():
        return _checked(request, edition, found)
    return _answer(request, edition, found, found.build(edition, request.GET.dict()))


def _answer(
    request: HttpRequest, edition: Edition, found: Page | None, content: dict[str, Any]
) -> HttpResponse:
    document = _document(edition, found, content)
    as_json = wants_json(request)
    body = _written(document)
    still = {} if _is_live(edition, found) else {"as_of": None}
    etag = _etag(request, edition, _written(document | still), as_json)
    last_modified = None if _is_live(edition, found) else edition.standing.applied_at
    changed = int(last_modified.timestamp()) if last_modified else None
    response = get_conditional_response(request, etag, changed)
    if response is None:
        response = _json(body) if as_json else _page(request, edition, found, document)
    response["ETag"] = etag
    if changed is not None:
        response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = _keeping(edition, found) if as_json else "private, no-cache"
    if as_json:
        response["Access-Control-Allow-Origin"] = "*"
    if not edition.is_current or not _is_listed(edition):
        response["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ("Accept", "Accept-Language", "Cookie"))
    return response


def _checked(request: HttpRequest, edition: Edition, found: Page) -> HttpResponse:
    """Say whether one address is really the brand's; the answer is nobody else's and is never kept."""
    again_at = try_again_at(request, limiting.CHECKING)
    typed = request.GET[CHECKED].strip()[:300]
    content = found.build(edition, {})
    status = 200
    if again_at is not None:
        content["again_at"], status = again_at, 429
    else:
        owned = own_addresses(edition.brand.legal, edition.brand.contact)
        judged = judge(owned, typed)
        content["checked"] = {
            "typed": typed,
            "verdict": judged.verdict.value,
            "kind": judged.own.kind if judged.own else "",
            "address": judged.own.written if judged.own else "",
            "network": judged.own.network if judged.own else "",
        }
    document = _document(edition, found, content)
    if wants_json(request):
        response = _json(_written(document), status)
    else:
        response = _page(request, edition, found, document, status)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _document(edition: Edition, found: Page | None, content: dict[str, Any]) -> dict[str, Any]:
    """The facts of a page with what they are about: the same for readers and for programs."""
    standing, code = edition.standing, found.code if found else ""
    return {
        "document": code or "charter",
        "title": str(found.title) if found else _("Our charter"),
        "brand": edition.brand.code,
        "language": get_language() or edition.brand.default_language,
        "charter": {
            "version": standing.number,
            "applied_at": standing.applied_at.astimezone(edition.zone),
            "until": standing.until.astimezone(edition.zone) if standing.until else None,
            "is_in_force": edition.is_current,
        },
        "as_of": edition.at.astimezone(edition.zone),
        "page": address_of(edition, code),
        "json": address_of(edition, code, ".json"),
        "content": content,
    }


def _index(edition: Edition) -> dict[str, Any]:
    return {
        "pages": [
            {
                "code": each.code,
                "title": str(each.title),
                "about": str(each.about),
                "page": address_of(edition, each.code),
                "json": address_of(edition, each.code, ".json"),
            }
            for each in pages_of(edition)
        ],
        "versions": [
            {
                "version": each.number,
                "applied_at": each.applied_at.astimezone(edition.zone),
                "until": each.until.astimezone(edition.zone) if each.until else None,
                "page": f"/{edition.brand.code}/charter/" + (f"v{each.number}/" if each.until else ""),
            }
            for each in standings_of(edition.brand)
        ],
    }


def _page(
    request: HttpRequest,
    edition: Edition,
    found: Page | None,
    document: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    brand = edition.brand
    earlier = [each for each in standings_of(brand) if each.until is not None]
    other = next((code for code in brand.languages if code != document["language"]), "")
    context = {
        "brand": brand,
        "legal": brand.legal,
        "reach": brand.contact,
        "here": "charter",
        "document": document,
        "content": document["content"],
        "edition": edition,
        "earlier": [(each, f"/{brand.code}/charter/v{each.number}/{_tail(found)}") for each in earlier],
        "current_place": f"/{brand.code}/charter/{_tail(found)}",
        "other_language": other,
        "stamp": guard.fresh_stamp() if found is not None and found.code == "official" else "",
    }
    name = found.code if found else "index"
    return render(request, f"portal/published/{name}.html", context, status=status)


def _tail(found: Page | None) -> str:
    return f"{found.code}/" if found else ""


def _nothing(request: HttpRequest, brand: Brand) -> HttpResponse:
    if wants_json(request):
        return _json(json.dumps({"error": "not_found"}), 404)
    if brand.charter_number:
        place, words = f"/{brand.code}/charter/", _("Our charter")
    else:
        place, words = f"/{brand.code}/", _("Choose a topic")
    detail = _("Our charter says nothing about this, or this version of it was never published.")
    return error_page(request, 404, detail=detail, next_url=place, next_label=words)


def _written(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, default=_plain, indent=2)


def _json(body: str, status: int = 200) -> HttpResponse:
    return HttpResponse(body, content_type="application/json; charset=utf-8", status=status)


def _etag(request: HttpRequest, edition: Edition, body: str, as_json: bool) -> str:
    """Of what is said and, for a page, of what else stands on it; weak, as a page also carries the time."""
    around = "" if as_json else f"{edition.brand.charter_number} {request.COOKIES.get('theme', '')} {_DRESS}"
    return f'W/"{hashlib.sha256(f"{body} {around}".encode()).hexdigest()[:32]}"'


def _keeping(edition: Edition, found: Page | None) -> str:
    seconds = _STILL_SECONDS if edition.is_current else _EARLIER_SECONDS
    return f"public, max-age={_LIVE_SECONDS if _is_live(edition, found) else seconds}"


def _is_live(edition: Edition, found: Page | None) -> bool:
    """Whether it changes without a new charter; the list of pages names later versions, so it is."""
    return found is None or (edition.is_current and found.is_live)


def _is_listed(edition: Edition) -> bool:
    return (section_of(edition.brand, "publication") or {}).get("search_engines", True)


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
