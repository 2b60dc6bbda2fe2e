"""The record of processing: made of charter, register and settings, and as it stood before."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.privacy.models import ProcessingRecord
from muhatap.privacy.register import holdings
from muhatap.privacy.uses import USES, Use

# What always protects it; the trust page says the rest from the settings.
MEASURES = ("sealed", "masked", "two_factors", "roles", "ledger", "chain")


def processing_of(brand: Brand) -> dict[str, Any]:
    """What the brand does with personal data now, by purpose, in all of its languages."""
    notices = section_of(brand, "notices") or brand.notices
    publication = section_of(brand, "publication") or {}
    retention = section_of(brand, "retention") or {}
    return {
        "controller": {
            "name": brand.legal.get("name") or brand.name,
            "address": brand.legal.get("address", ""),
            "contact": brand.contact.get("email", ""),
        },
        "notice": str(notices.get("version", "")),
        "place": publication.get("data_place") or {},
        "processors": list(publication.get("sub_processors", ())),
        "purposes": [_purpose(each, brand, notices, retention) for each in USES],
    }


def versions_of(brand: Brand) -> list[ProcessingRecord]:
    """Every version of the record, the newest first."""
    return list(ProcessingRecord.objects.filter(brand=brand).select_related("made_by").order_by("-version"))


def version_of(brand: Brand, version: int) -> ProcessingRecord | None:
    """One version of the record."""
    return ProcessingRecord.objects.filter(brand=brand, version=version).first()


def brands_processing(staff: Staff) -> list[Brand]:
    """The brands whose record she may read, by name."""
    ids = scope_of(staff).brand_ids_with(Permission.READ_BREACHES)
    return list(Brand.objects.filter(id__in=ids).order_by("name", "id"))


def _purpose(
    purpose: Use, brand: Brand, notices: Mapping[str, Any], retention: Mapping[str, Any]
) -> dict[str, Any]:
    kept = [
        {name: each.get(name) or "" for name in ("name", "keep", "after", "basis")}
        for code, each in retention.items()
        if set(each.get("covers") or (code,)) & set(purpose.retention)
    ]
    tables = sorted({each.table for each in holdings() if each.table.partition(".")[0] in purpose.domains})
    return {
        "code": purpose.code,
        "name": _in_all(purpose.name, brand),
        "categories": list(purpose.categories),
        "people": ["customers", "representatives"],
        "points": list(purpose.points),
        "optional": purpose.optional,
        "legal_basis": notices.get("legal_basis") or {},
        "recipients": notices.get("recipients") or {},
        "retention": kept,
        "retention_words": {} if kept else notices.get("retention") or {},
        "transfers": _abroad(brand),
        "measures": list(MEASURES),
        "tables": tables,
    }


def _abroad(brand: Brand) -> list[str]:
    """The countries to which data goes beside the operator's own."""
    home = brand.legal.get("country", "")
    named = (section_of(brand, "publication") or {}).get("sub_processors", ())
    return sorted({each["country"] for each in named} - {home})


def _in_all(text: object, brand: Brand) -> dict[str, str]:
    said = {}
    for code in brand.languages or [brand.default_language]:
        with translation.override(code):
            said[code] = str(text)
    return said
