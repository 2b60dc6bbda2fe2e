"""Reads of brands."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Q

from muhatap.brands.models import Brand, CharterVersion, RulePackInForce


def charter_in_force(brand_id: int) -> int:
    """The number of the charter that a brand runs now; Brand.DoesNotExist when there is no such brand."""
    # By hand: it is asked at every intake, and what hangs on the charter is kept by its answer.
    with connection.cursor() as cursor:
        cursor.execute("SELECT charter_number FROM brands_brand WHERE id = %s", [brand_id])
        row = cursor.fetchone()
    if row is None:
        raise Brand.DoesNotExist(f"no brand {brand_id}")
    return row[0]


def brand_in_force(brand_id: int) -> Brand:
    """The brand as its charter in force describes it, read once for each charter; for reading only."""
    return _brand(brand_id, charter_in_force(brand_id))


@lru_cache(maxsize=64)
def _brand(brand_id: int, charter_number: int) -> Brand:
    return Brand.objects.get(id=brand_id)


def brand_with_code(code: str) -> Brand | None:
    """The brand that is addressed by this code."""
    return Brand.objects.filter(code=code.lower()[:40]).first()


def all_brands() -> list[Brand]:
    """Every brand of the installation, by name."""
    return list(Brand.objects.order_by("name", "id"))


def section_of(brand: Brand, name: str, number: int | None = None) -> Any:
    """A section of the brand's charter as plain values, in force or of a numbered version; for reading only.

    None where that charter has no such section or was never kept.
    """
    return _said(brand.id, brand.charter_number if number is None else number).get(name)


def charter_said(brand: Brand, number: int) -> Mapping[str, Any]:
    """A whole numbered charter as plain values, empty where it was never kept; for reading only."""
    return _said(brand.id, number)


def charter_versions(brand: Brand) -> list[tuple[int, datetime]]:
    """The numbers of the brand's charters and since when each was in force, the first one first."""
    rows = CharterVersion.objects.filter(brand=brand).order_by("number")
    return list(rows.values_list("number", "applied_at"))


def packs_at(brand: Brand, at: datetime) -> list[RulePackInForce]:
    """The rule packs that bound the brand at a moment, by code."""
    standing = Q(retired_at__isnull=True) | Q(retired_at__gt=at)
    found = RulePackInForce.objects.filter(standing, brand=brand, activated_at__lte=at)
    return list(found.order_by("code"))


def packs_in_force(brand: Brand) -> list[RulePackInForce]:
    """The rule packs that two people activated for the brand, by code."""
    return list(RulePackInForce.objects.filter(brand=brand, retired_at__isnull=True).order_by("code"))


@lru_cache(maxsize=64)
def _said(brand_id: int, number: int) -> Mapping[str, Any]:
    row = CharterVersion.objects.filter(brand_id=brand_id, number=number).values_list("said", flat=True)
    said = row.first()
    return json.loads(said) if said else {}
