"""The ledger of remedies: its lines between two days, their sums, and the table that leaves the desk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Sum

from muhatap.brands.models import Brand
from muhatap.money.models import Remedy, RemedyEntry, RemedyState
from muhatap.money.redress import as_decimal

HEADINGS = ("at", "brand", "case", "remedy", "kind", "what", "amount", "currency", "staff", "reference")
# What a spreadsheet would take for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


@dataclass(frozen=True, slots=True)
class Sums:
    """What was proposed of a currency and what became of it, over the whole life of a brand."""

    currency: str
    proposed: int = 0
    approved: int = 0
    refused: int = 0
    executed: int = 0
    reversed: int = 0
    open: int = 0

    @property
    def balances(self) -> bool:
        """Whether proposed = approved + refused + open, and no more was carried out than approved."""
        is_whole = self.proposed == self.approved + self.refused + self.open
        return is_whole and self.executed <= self.approved and self.reversed <= self.approved


def entries_between(brand: Brand, since: date, until: date) -> list[RemedyEntry]:
    """The lines of days from `since` until before `until` in the brand's zone, oldest first."""
    zone = ZoneInfo(brand.zone)
    begin, end = (datetime.combine(day, time(), zone) for day in (since, until))
    rows = RemedyEntry.objects.filter(brand=brand, at__gte=begin, at__lt=end)
    return list(rows.select_related("remedy__case", "staff", "brand").order_by("at", "id"))


def sums_of(brand: Brand) -> list[Sums]:
    """The sums of each currency; what is open is counted from the remedies and not from the lines."""
    found: dict[str, dict[str, int]] = {}
    lines = RemedyEntry.objects.filter(brand=brand).exclude(currency="")
    for currency, what, total in lines.values_list("currency", "what").annotate(sum=Sum("amount")):
        found.setdefault(currency, {})[what] = total
    waiting = Remedy.objects.filter(brand=brand, state=RemedyState.OPEN).exclude(currency="")
    for currency, total in waiting.values_list("currency").annotate(sum=Sum("amount")):
        found.setdefault(currency, {})["open"] = total
    return [Sums(currency, **found[currency]) for currency in sorted(found)]


def rows_of(entries: Iterable[RemedyEntry]) -> list[dict[str, str]]:
    """The lines as plain text, amounts with their digits."""
    return [
        {
            "at": entry.at.isoformat(),
            "brand": entry.brand.code,
            "case": entry.remedy.case.number,
            "remedy": str(entry.remedy_id),
            "kind": entry.remedy.kind,
            "what": entry.what,
            "amount": str(as_decimal(entry.amount, entry.currency)) if entry.currency else "",
            "currency": entry.currency,
            "staff": entry.staff.name if entry.staff else "",
            "reference": entry.reference,
        }
        for entry in entries
    ]


def safe_table(rows: Iterable[Mapping[str, str]]) -> list[list[str]]:
    """Headings and rows whose cells no spreadsheet takes for a formula."""
    return [list(HEADINGS), *([_safe(row[name]) for name in HEADINGS] for row in rows)]


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
