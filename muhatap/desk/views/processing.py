"""The record of processing: what is done with personal data, version by version, also as a table."""

import json
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.desk.registers.processing_words import (
    CATEGORY_WORDS,
    MEASURE_WORDS,
    PEOPLE_WORDS,
    UNTIL,
    kept_words,
    said,
)
from muhatap.desk.views.door import actor, go, missing, on_desk, page, refused
from muhatap.desk.views.registers import table
from muhatap.privacy.operations import processing
from muhatap.privacy.queries.processing import brands_processing, processing_of, version_of, versions_of

_PLACE = "/desk/processing/"


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.READ_BREACHES)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show what each brand does with personal data, and keep it as a version."""
    brands = brands_processing(staff)
    asked = request.POST.get("brand") or request.GET.get("brand", "")
    brand = next((each for each in brands if each.code == asked), None if asked else brands[0])
    if brand is None:
        return missing(request)
    if request.method == "POST":
        if not scope_of(staff).may(Permission.KEEP_BREACHES, brand.id):
            return refused(request)
        kept = processing.record_processing(brand=brand, by=actor(staff), at=timezone.now())
        if kept is None:
            messages.info(request, _("Nothing has changed since the last version."))
        else:
            messages.success(request, _("Kept as version %(version)d.") % {"version": kept.version})
        return go(f"{_PLACE}?brand={brand.code}")
    content, version = processing_of(brand), None
    wanted = request.GET.get("version", "")
    if wanted:
        version = version_of(brand, int(wanted)) if wanted.isdecimal() and len(wanted) < 9 else None
        if version is None:
            return missing(request)
        content = json.loads(version.content)
    return page(
        request,
        "registers/processing",
        staff,
        section="processing",
        brand=brand,
        brands=brands,
        version=version,
        versions=versions_of(brand),
        controller=content["controller"],
        place=said(content["place"], _languages(brand)),
        rows=list(_rows(content, brand)),
        may_keep=scope_of(staff).may(Permission.KEEP_BREACHES, brand.id),
    )


@require_safe
@on_desk(Permission.READ_BREACHES)
def export(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """The record as it stands now, as a table."""
    found = next((each for each in brands_processing(staff) if each.code == brand), None)
    if found is None:
        return missing(request)
    rows = ({**row, "brand": found.code} for row in _rows(processing_of(found), found))
    return table(f"processing-{found.code}", rows)


def _rows(content: dict[str, Any], brand: Brand) -> Iterator[dict[str, str]]:
    languages = _languages(brand)
    processors = "; ".join(f"{each['name']} ({each['country']})" for each in content["processors"])
    for each in content["purposes"]:
        kept = "; ".join(
            f"{said(row['name'], languages)}: {kept_words(row['keep'])}" for row in each["retention"]
        )
        otherwise = str(UNTIL) if each["optional"] else said(each["retention_words"], languages)
        recipients = said(each["recipients"], languages)
        yield {
            "purpose": said(each["name"], languages),
            "people": ", ".join(str(PEOPLE_WORDS[code]) for code in each["people"]),
            "data": ", ".join(str(CATEGORY_WORDS[code]) for code in each["categories"]),
            "legal_basis": str(_("Consent")) if each["optional"] else said(each["legal_basis"], languages),
            "retention": kept or otherwise,
            "recipients": "; ".join(filter(None, (recipients, processors))),
            "transfers": ", ".join(each["transfers"]) or str(_("none")),
            "measures": ", ".join(str(MEASURE_WORDS[code]) for code in each["measures"]),
        }


def _languages(brand: Brand) -> tuple[str, str]:
    return get_language() or "", brand.default_language
