"""Reads of the portal: drafts, what a brand promises, when its channels are open, what became of a case."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from muhatap.accounts.models import Staff
from muhatap.audit.models import Event
from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.calendars import hours
from muhatap.calendars.models import Calendar
from muhatap.cases.joined import followers_of, lead_of
from muhatap.cases.models import Attachment, Case
from muhatap.cases.numbers import parse_number
from muhatap.cases.queries import out_of_archive
from muhatap.cases.statuses import Author
from muhatap.help_centre.models import GuideRun
from muhatap.incidents.queries import standings_at
from muhatap.incidents.spans import Effect
from muhatap.kernel.sealing import unseal
from muhatap.portal.keys import (
    DRAFT_KEPT_FOR,
    DRAFT_PURPOSE,
    LINK_PURPOSE,
    TRACK,
    digest_of,
    is_completion_token,
    number_in,
)
from muhatap.portal.models import CustomerAccount, DraftFile, FormDraft, MailedLink
from muhatap.promises.models import Promise


@dataclass(frozen=True, slots=True)
class Place:
    """One way to reach a brand and whether people answer there now; the texts are the charter's."""

    code: str
    entry: dict[str, Any]
    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    week: tuple[tuple[tuple[int, int], ...], ...]


def draft_with_key(brand_id: int, key: str, at: datetime) -> FormDraft | None:
    """The draft that a key opens, unless nobody touched it for seven days."""
    return (
        FormDraft.objects.select_related("brand")
        .filter(brand_id=brand_id, key_digest=digest_of(key), updated_at__gt=at - DRAFT_KEPT_FOR)
        .first()
    )


def answers_of(draft: FormDraft) -> dict[str, str]:
    """What was typed into a form so far, by input."""
    sealed = bytes(draft.sealed_answers)
    if not sealed:
        return {}
    plain = unseal(settings.MUHATAP_KEYRING, DRAFT_PURPOSE, sealed, context=str(draft.id).encode())
    return json.loads(plain)


def files_of(draft: FormDraft) -> list[DraftFile]:
    """The files of a form in the order in which they came."""
    return list(DraftFile.objects.filter(draft=draft).select_related("file").order_by("id"))


def case_of_draft(draft: FormDraft) -> Case | None:
    """The case that a form became."""
    if draft.sent_case_id is None:
        return None
    return Case.objects.select_related("brand", "customer", "topic").filter(id=draft.sent_case_id).first()


def case_of_session(brand_id: int, number: str, case_id: int, generation: int) -> Case | None:
    """The case of a portal session, as long as its secret was not renewed since."""
    return out_of_archive(
        Case.objects.select_related("brand", "customer", "owner", "topic", "queue")
        .filter(brand_id=brand_id, number=number, id=case_id, secret_generation=generation)
        .first()
    )


def case_to_complete(brand_id: int, token: str) -> Case | None:
    """The open case for which this link was signed; where it was joined, the one in which it goes on."""
    number = parse_number(number_in(token))
    if number is None:
        return None
    known = Case.objects.select_related("brand", "customer", "topic", "queue")
    case = known.filter(brand_id=brand_id, number=number).first()
    if case is None or not is_completion_token(token, case):
        return None
    lead = lead_of(case)
    # Who wrote to one case does not get to write into that of somebody else.
    return lead if lead.is_open and lead.customer_id == case.customer_id else None


def joined_case(case: Case, other_id: int) -> Case | None:
    """A case that goes on in this one, if it is the same customer's own."""
    return next(
        (each for each in followers_of(case) if each.id == other_id and each.customer_id == case.customer_id),
        None,
    )


def case_for_link(brand_id: int, number: str, email: str) -> Case | None:
    """The brand's case with this number and its customer's address, to whom a link may be mailed."""
    case = Case.objects.select_related("brand", "customer").filter(brand_id=brand_id, number=number).first()
    if case is None or not email or case.customer_email.casefold() != email.casefold():
        return None
    return case


def link_is_good(brand_id: int, token: str, at: datetime, kind: str = TRACK) -> bool:
    """Whether a one-time link can still be used."""
    return MailedLink.objects.filter(
        brand_id=brand_id,
        kind=kind,
        token_digest=digest_of(token),
        used_at__isnull=True,
        valid_until__gt=at,
    ).exists()


def has_cases(brand_id: int, email: str) -> bool:
    """Whether a case at the brand came as this address's."""
    return _own_cases(brand_id, email).exists()


def own_cases(account: CustomerAccount) -> list[Case]:
    """The cases that came as the address of an account, the newest first."""
    rows = _own_cases(account.brand_id, account.email).select_related("customer", "first_customer", "topic")
    return list(rows.order_by("-received_at", "-id")[:200])


def own_case(account: CustomerAccount, number: str) -> Case | None:
    """The case with this number, if it came as the address of the account."""
    rows = _own_cases(account.brand_id, account.email).filter(number=parse_number(number) or "")
    return out_of_archive(rows.select_related("brand", "customer").first())


def _own_cases(brand_id: int, email: str) -> QuerySet[Case]:
    # As `customer_email` has it: the address as whose a case came, even if its customer was joined.
    first = Q(first_customer__email__iexact=email)
    own = Q(customer__email__iexact=email) & (Q(first_customer__isnull=True) | Q(first_customer__email=""))
    return Case.objects.filter(first | own, brand_id=brand_id)


def has_gateway(brand: Brand) -> bool:
    """Whether the operator named a gateway for short messages of this brand."""
    return brand.code in settings.MUHATAP_SMS


def account_of(brand_id: int, email: str) -> CustomerAccount | None:
    """The account of an address at a brand."""
    return CustomerAccount.objects.filter(brand_id=brand_id, email=email).first()


def account_of_session(brand_id: int, account_id: int, generation: int) -> CustomerAccount | None:
    """The account that a session names, unless its sessions were ended since."""
    rows = CustomerAccount.objects.filter(
        brand_id=brand_id, id=account_id, generation=generation, locked_at__isnull=True
    )
    return rows.select_related("brand").first()


def links_due(at: datetime) -> list[MailedLink]:
    """Links that wait to be mailed, oldest first."""
    return list(
        MailedLink.objects.select_related("brand", "update__incident")
        .filter(sent_at__isnull=True, next_try_at__lte=at, valid_until__gt=at)
        .order_by("made_at")[:50]
    )


def links_waiting(brand_ids: list[int], at: datetime) -> list[MailedLink]:
    """Links of these brands that nobody could mail yet, for the outbox page."""
    return list(
        MailedLink.objects.select_related("brand")
        .filter(brand_id__in=brand_ids, sent_at__isnull=True, valid_until__gt=at)
        .order_by("-made_at")[:200]
    )


def links_of(case: Case) -> list[MailedLink]:
    """The links that were mailed for a case, newest first."""
    return list(MailedLink.objects.filter(case=case).order_by("-made_at")[:50])


def address_of(link: MailedLink) -> str:
    """The address that a link leads to, as long as it was not mailed."""
    sealed = bytes(link.sealed_url)
    if not sealed:
        return ""
    return unseal(settings.MUHATAP_KEYRING, LINK_PURPOSE, sealed, context=str(link.id).encode()).decode()


def public_promises_of(brand: Brand) -> list[Promise]:
    """What the brand promises everybody, in the charter's order."""
    return list(
        Promise.objects.filter(brand=brand, is_public=True, retired_at__isnull=True).order_by(
            "position", "id"
        )
    )


def schedules_of(brand: Brand) -> dict[str, hours.Schedule]:
    """The brand's calendars in force, by code."""
    rows = Calendar.objects.filter(brand=brand)
    return {each.name: hours.Schedule.from_json(each.schedule) for each in rows}


def group_names(brand: Brand) -> Mapping[str, Any]:
    """The names of the topic groups by code, from the charter in force."""
    groups = section_of(brand, "groups") or {}
    return {code: entry["name"] for code, entry in groups.items()}


def places_of(brand: Brand, at: datetime) -> list[Place]:
    """The brand's channels that are offered, each with its hours as they stand at a moment."""
    offered = [(code, entry) for code, entry in brand.channels.items() if entry.get("open", True)]
    entries = sorted(offered, key=lambda pair: pair[1].get("position", 0))
    schedules = schedules_of(brand)
    closed = {code for code, each in standings_at(brand, at).items() if each.effect is Effect.CLOSED}
    found = [place_at(code, entry, schedules.get(entry.get("calendar", "")), at) for code, entry in entries]
    return [replace(each, is_open=False, closes_at=None) if each.code in closed else each for each in found]


def events_of(case: Case) -> list[Event]:
    """The facts of a case in their order."""
    return list(Event.objects.filter(stream_id=case.id).order_by("seq"))


def attachments_of(case: Case) -> list[Attachment]:
    """The files that came or went with what the customer may see, newest first; never a note's."""
    return list(
        Attachment.objects.filter(case=case, file__destroyed_at__isnull=True)
        .exclude(message__author=Author.NOTE)
        .select_related("file", "message")
        .order_by("-id")
    )


def objected_since(case: Case, since: datetime) -> bool:
    """Whether the customer said after this moment that she is not satisfied."""
    return Event.objects.filter(
        stream_id=case.id, kind="case.dissatisfaction_expressed", at__gt=since
    ).exists()


def place_at(code: str, entry: dict[str, Any], schedule: hours.Schedule | None, at: datetime) -> Place:
    """A channel with its hours as they stand at a moment."""
    if schedule is None:
        return Place(code, entry, False, None, None, ())
    is_open, opens_at, closes_at = False, None, None
    try:
        is_open = hours.is_open_at(schedule, at)
        closes_at = hours.closing_of(schedule, at) if is_open else None
        opens_at = None if is_open else hours.next_opening(schedule, at)
    except hours.CannotReckon:
        # A calendar that says no more than its weekly hours still shows them.
        pass
    return Place(code, entry, is_open, opens_at, closes_at, schedule.hours)


def staff_names(ids: set[int]) -> dict[int, str]:
    """The names under which members of staff write to customers."""
    return dict(Staff.objects.filter(id__in=ids).values_list("id", "name"))


def guide_run(brand: Brand, run_id: int) -> GuideRun | None:
    """A walk through a guide of the brand."""
    return GuideRun.objects.filter(brand=brand, id=run_id).first()


def run_of_draft(draft: FormDraft) -> GuideRun | None:
    """The walk from which a form was begun."""
    return guide_run(draft.brand, draft.guide_run_id) if draft.guide_run_id else None
