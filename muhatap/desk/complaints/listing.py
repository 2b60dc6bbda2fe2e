"""The register as a page: filters from an address, rows, larger files that wait for a second person."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals.models import Proposal
from muhatap.brands.models import Brand
from muhatap.charters.queries import active_packs
from muhatap.charters.rule_packs import shipped_packs
from muhatap.complaints.models import Complaint
from muhatap.complaints.register import Filters, Row, filtered, rows_of
from muhatap.complaints.wording import finding_words, stage_words
from muhatap.kernel.text import clean

EXPORT = "register_export"
ALONE_AT_MOST = 100
_PAGE = 50
_AGREED_FOR = timedelta(days=1)
_FIELDS = ("severity", "complexity", "origin", "channel")


def filters_in(given: QueryDict) -> Filters:
    """The filters of an address; what is no day or value is left out."""
    until = _day(given.get("until", ""))
    state = given.get("state", "")
    return Filters(
        since=_day(given.get("since", "")),
        until=until + timedelta(days=1) if until else None,
        stage=clean(given.get("stage", ""))[:20],
        is_open={"open": True, "over": False}.get(state),
        outcome=clean(given.get("outcome", ""))[:12],
        law=clean(given.get("law", ""))[:80],
        fields={
            name: clean(given.get(name, ""))[:20] for name in _FIELDS if _fits(name, given.get(name, ""))
        },
    )


def found_in(complaints: QuerySet[Complaint], filters: Filters, zone: str) -> QuerySet[Complaint]:
    """The complaints that fit."""
    return filtered(complaints, filters, zone)


def page_of(complaints: QuerySet[Complaint], filters: Filters, zone: str, number: str, at: datetime) -> Page:
    """One page of the register; its objects are rows."""
    paginator = Paginator(filtered(complaints, filters, zone), _PAGE)
    page = paginator.get_page(number)
    page.object_list = [_faced(row) for row in rows_of(page.object_list, at)]
    return page


def query_without_page(given: QueryDict) -> str:
    """The filters as an address says them, in order, without the page."""
    kept = given.copy()
    kept.pop("page", None)
    kept.pop("purpose", None)
    return "&".join(sorted(part for part in kept.urlencode().split("&") if not part.endswith("=")))


def is_agreed(staff: Staff, query: str, brands: Iterable[Brand], at: datetime) -> bool:
    """Whether in each of these brands another person agreed within a day to exactly these rows."""
    agreed = Proposal.objects.filter(
        sort=EXPORT,
        proposed_by=staff,
        content=query,
        decision="approved",
        decided_at__gt=at - _AGREED_FOR,
    )
    return {brand.id for brand in brands} <= set(agreed.values_list("brand_id", flat=True))


def exports_waiting(staff: Staff, at: datetime) -> list[Proposal]:
    """The larger exports that wait for a second person in her brands."""
    brands = scope_of(staff).brand_ids_with(Permission.READ_REGISTER)
    rows = Proposal.objects.filter(
        sort=EXPORT, brand_id__in=brands, decided_at__isnull=True, expires_at__gt=at
    )
    return list(rows.select_related("proposed_by").order_by("proposed_at", "id"))


def packs_of(brand: Brand) -> dict[str, str]:
    """For each rule of law the pack that it stands in, as the brand knows them."""
    packs = shipped_packs() | active_packs(brand.code)
    return {rule.id: pack.code for pack in packs.values() for rule in pack.rules}


def _faced(row: Row) -> dict[str, object]:
    return {
        "row": row,
        "complaint": row.complaint,
        "case": row.complaint.case,
        "stage": stage_words(row.complaint.stage),
        "outcome": finding_words(row.outcome),
    }


def _fits(name: str, value: str) -> bool:
    return value in {"1", "2", "3", "4"} if name == "severity" else bool(value)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # Days at the ends of the calendar begin nowhere in other zones.
    return day if 1900 <= day.year < 9000 else None
