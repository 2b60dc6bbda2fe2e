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
from django.utils.translation import gettext as _

from muhatap.brands.models import Brand
from muhatap.cases.keys import HIDDEN_SECRET
from muhatap.cases.models import Case
from muhatap.cases.statuses import Kind
from muhatap.channels.contract import PromiseMade
from muhatap.letters.case_letters import fields_of_case
from muhatap.letters.linting import Sort
from muhatap.letters.merging import merged
from muhatap.letters.queries import letter_template
from muhatap.letters.rendering import render_letter, template_mark

_SLOT = re.compile("\ue000(.*?)\ue001")


# Cases of these kinds have a receipt of their own in place of the common acknowledgement (process C7).
RECEIPT_OF = {Kind.REFUND: Sort.REF_ACK, Kind.EMERGENCY: Sort.EMERGENCY, Kind.PRIVACY: Sort.DSR_ACK}


def opening_letter(case: Case, promises: Sequence[PromiseMade]) -> tuple[str, str]:
    """What the customer reads when her case is opened, and the mark of its template."""
    sort = RECEIPT_OF.get(Kind(case.kind))
    if sort is None:
        return acknowledgement_of(case, promises), template_mark("acknowledgement")
    template = letter_template(case.brand_id, sort, case.language)
    values = fields_of_case(case) | {
        "received_at": _to_the_second(case.received_at, case.brand.zone, case.language),
        "promises": "\n".join(_promise_lines(case, promises)),
        "secret": HIDDEN_SECRET,
        "brand.name": case.brand.name,
    }
    return merged(template.text, values).text, template.mark


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


def _promise_lines(case: Case, promises: Sequence[PromiseMade]) -> list[str]:
    zone, language, lines = case.brand.zone, case.language, []
    with translation.override(language):
        for promise in promises:
            said = {"limit": _moment(promise.limit_at, zone, language)}
            if promise.target_at is None:
                words = _("at the latest by %(limit)s") % said
            else:
                said["usual"] = _moment(promise.target_at, zone, language)
                words = _("usually by %(usual)s, at the latest by %(limit)s") % said
            lines.append(f"- {promise.name}: {words}")
    return lines


def _to_the_second(at: datetime, zone: str, language: str) -> str:
    with translation.override(language):
        return f"{format_date(at.astimezone(ZoneInfo(zone)), 'j F Y H:i:s')} ({zone})"


def _slot(name: str) -> str:
    return f"\ue000{name}\ue001"


def _moment(at: datetime, zone: str, language: str) -> str:
    return _minute(at.replace(second=0, microsecond=0), zone, language)


@lru_cache(maxsize=4096)
def _minute(at: datetime, zone: str, language: str) -> str:
    with translation.override(language):
        return format_date(at.astimezone(ZoneInfo(zone)), "j F Y H:i")
