"""The words of an acknowledgement: its template is rendered once for each shape, then only filled in.

A letter of one brand, language and set of promises differs from the next in number, name and moments.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.dateformat import format as format_date

from muhatap.brands.models import Brand
from muhatap.cases.keys import HIDDEN_SECRET
from muhatap.cases.models import Case
from muhatap.channels.contract import PromiseMade
from muhatap.letters.rendering import render_letter

_SLOT = re.compile("\ue000(.*?)\ue001")


def acknowledgement_of(case: Case, promises: Sequence[PromiseMade]) -> str:
    """The letter that tells a case's number, its promises and how to follow it."""
    name = case.customer.name
    shape = tuple((promise.name, promise.target_at is not None) for promise in promises)
    pieces = _pieces(_Kept(case.brand), case.language, bool(name), shape)
    values = {"name": name, "number": case.number}
    for place, promise in enumerate(promises):
        if promise.target_at is not None:
            values[f"usual{place}"] = _moment(promise.target_at, case.brand.zone, case.language)
        values[f"limit{place}"] = _moment(promise.limit_at, case.brand.zone, case.language)
    # Every second piece names a slot; what fills it is never read as a slot again.
    return "".join(values[piece] if place % 2 else piece for place, piece in enumerate(pieces))


class _Kept:
    """A brand as its charter in force describes it, alike for every case of that charter."""

    def __init__(self, brand: Brand) -> None:
        self.brand = brand
        self._same = (brand.id, brand.charter_number, brand.name, brand.code)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and self._same == other._same

    def __hash__(self) -> int:
        return hash(self._same)


@lru_cache(maxsize=256)
def _pieces(
    kept: _Kept, language: str, has_name: bool, shape: tuple[tuple[str, bool], ...]
) -> tuple[str, ...]:
    stand_in = SimpleNamespace(
        brand=kept.brand,
        number=_slot("number"),
        customer=SimpleNamespace(name=_slot("name") if has_name else ""),
    )
    promises = [
        {"name": name, "usual": _slot(f"usual{place}") if has_target else "", "limit": _slot(f"limit{place}")}
        for place, (name, has_target) in enumerate(shape)
    ]
    text = render_letter(
        "acknowledgement",
        case=stand_in,  # type: ignore[arg-type]
        slots={"promises": promises, "secret": HIDDEN_SECRET},
        language=language,
    )
    return tuple(_SLOT.split(text))


def _slot(name: str) -> str:
    return f"\ue000{name}\ue001"


def _moment(at: datetime, zone: str, language: str) -> str:
    return _minute(at.replace(second=0, microsecond=0), zone, language)


@lru_cache(maxsize=4096)
def _minute(at: datetime, zone: str, language: str) -> str:
    with translation.override(language):
        return format_date(at.astimezone(ZoneInfo(zone)), "j F Y H:i")
