"""The ledger of reads as a page shows it: who looked at which customer or case, when, and by which door."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from muhatap.accounts.models import ApiToken, Staff
from muhatap.accounts.queries import names_of, scope_of
from muhatap.accounts.roles import Permission
from muhatap.audit.models import Viewing
from muhatap.cases.customers_seen import customer_visible_to
from muhatap.cases.models import Case
from muhatap.cases.numbers import parse_number
from muhatap.customers.models import Customer
from muhatap.customers.queries import with_joined
from muhatap.desk.access.log import asked_in
from muhatap.dossiers.access import door_words
from muhatap.dossiers.wording import actor_words, role_words
from muhatap.kernel.actors import ActorKind

PAGE = 50


@dataclass(frozen=True, slots=True)
class Look:
    """One look: who, as what, at what, by which door, when."""

    at: datetime
    who: str
    role: str
    door: str
    number: str
    customer_id: int | None
    customer: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """A page of looks and where the next begins."""

    looks: Sequence[Look]
    following: int | None


def ledger_of(staff: Staff, given: Mapping[str, str], before: int | None) -> Ledger:
    """The looks at what belongs to her brands, the newest first, by the filters of the page."""
    rows = _asked(staff, given)
    rows = rows.filter(id__lt=before) if before is not None else rows
    found = list(rows.order_by("-id")[: PAGE + 1])
    shown = found[:PAGE]
    return Ledger(_looks(shown), shown[-1].id if len(found) > PAGE else None)


def _asked(staff: Staff, given: Mapping[str, str]) -> QuerySet[Viewing]:
    asked = asked_in(given, staff.zone)
    rows = Viewing.objects.filter(brand_id__in=scope_of(staff).brand_ids_with(Permission.READ_LEDGER))
    if asked.staff_id is not None:
        rows = rows.filter(actor_kind=ActorKind.STAFF, actor_id=asked.staff_id)
    if asked.since is not None:
        rows = rows.filter(at__gte=asked.since)
    if asked.until is not None:
        rows = rows.filter(at__lt=asked.until)
    if number := given.get("case", "").strip():
        cases = Case.objects.filter(number=parse_number(number) or "")
        rows = rows.filter(stream_id__in=list(cases.values_list("id", flat=True)))
    if customer := given.get("customer", ""):
        rows = rows.filter(stream_id__in=_streams_of(staff, customer))
    return rows


def _streams_of(staff: Staff, written: str) -> list[int]:
    customer_id = int(written) if written.isdecimal() and len(written) < 20 else 0
    if customer_visible_to(staff, customer_id) is None:
        return []
    ids = with_joined(customer_id)
    return [*ids, *Case.objects.filter(customer_id__in=ids).values_list("id", flat=True)]


def _looks(rows: Sequence[Viewing]) -> list[Look]:
    streams = {each.stream_id for each in rows}
    cases = {each.id: each for each in Case.objects.filter(id__in=streams).select_related("customer")}
    customers = Customer.objects.in_bulk(streams - cases.keys())
    names = names_of(each.actor_id for each in rows if each.actor_kind == ActorKind.STAFF)
    programs = _programs(each.actor_id for each in rows if each.actor_kind == ActorKind.TOKEN)
    looks = []
    for each in rows:
        case = cases.get(each.stream_id)
        customer = case.customer if case else customers.get(each.stream_id)
        named = names if each.actor_kind == ActorKind.STAFF else programs
        looks.append(
            Look(
                at=each.at,
                who=named.get(each.actor_id) or actor_words(each.actor_kind, ""),
                role=role_words(each.role),
                door=door_words(each.door or "page"),
                number=case.number if case else "",
                customer_id=customer.id if customer else None,
                customer=str(customer) if customer else "",
            )
        )
    return looks


def _programs(token_ids: Iterable[int]) -> dict[int, str]:
    return dict(ApiToken.objects.filter(id__in=set(token_ids)).values_list("id", "name"))
