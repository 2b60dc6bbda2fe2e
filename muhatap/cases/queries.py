"""Reads of cases, always within what the reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as CaseWhen
from django.db.models import IntegerField, Q, QuerySet, Value, When
from django.db.models.lookups import Exact

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.audit.archived import at_hand
from muhatap.cases.joined import ids_with_followers
from muhatap.cases.keys import numbering
from muhatap.cases.models import (
    Attachment,
    Case,
    CaseLink,
    Message,
    Participant,
    Recipient,
    SideConversation,
)
from muhatap.cases.numbers import parse_number
from muhatap.cases.people import folded
from muhatap.cases.statuses import KNOWN_ROLES, Author, ParticipantRole, Status
from muhatap.kernel.kept_reads import KeptRead


def has_more_than(count: int) -> bool:
    """Whether the desk has more cases than so many, without counting them."""
    return Case.objects.order_by("id")[count : count + 1].exists()


def cases_visible_to(staff: Staff) -> QuerySet[Case]:
    """The cases a member of staff may read: whole brands by role, else her teams' queues and her own."""
    return cases_within(*reach_of(staff))


Reach = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], int]


def reach_of(staff: Staff) -> Reach:
    """What `cases_within` asks for: brands seen as a whole, brands seen in part, teams, and her own id."""
    scope = scope_of(staff)
    readable = set(scope.brand_ids_with(Permission.READ_CASES))
    whole = readable & scope.whole_brand_ids
    return tuple(whole), tuple(readable - whole), tuple(scope.team_ids), staff.pk


def cases_within(*reach: *Reach) -> QuerySet[Case]:
    """The cases within a reach."""
    return Case.objects.filter(allowed_within(*reach))


def known_cases_visible_to(staff: Staff, ids: Iterable[int]) -> QuerySet[Case]:
    """Those with these ids that a member of staff may read."""
    return known_cases(allowed_within(*reach_of(staff)), id__in=list(ids))


def known_cases(allowed: Q, **known: Any) -> QuerySet[Case]:
    """The cases with these ids or numbers for which something holds.

    Without statistics SQLite takes any other index before a list of more than ten ids, and would read all
    cases of a brand: it sees nothing else to go by.
    """
    held = CaseWhen(When(allowed, then=Value(1)), default=Value(0), output_field=IntegerField())
    return Case.objects.filter(Q(Exact(held, Value(1))), **known)


def allowed_within(
    whole: tuple[int, ...], partly: tuple[int, ...], team_ids: tuple[int, ...], staff_id: int
) -> Q:
    """What holds for the cases within a reach."""
    allowed = Q(brand_id__in=whole)
    if partly:
        allowed |= Q(brand_id__in=partly) & (Q(queue__team_id__in=team_ids) | Q(owner_id=staff_id))
    return allowed


def case_visible_to(staff: Staff, number: str) -> Case | None:
    """The case with this number, with what its page shows, if the member of staff may read it."""
    known = parse_number(number)
    if known is None:
        return None
    return out_of_archive(_SHOWN.first(*reach_of(staff), known))


def out_of_archive(case: Case | None) -> Case | None:
    """The case for somebody who reads all of it: its rows are brought back where they lie in the archive."""
    if case is not None and case.status == Status.CLOSED:
        at_hand([case.id])
    return case


_SHOWN = KeptRead(
    lambda *place: (
        cases_within(*place[:4])
        .select_related("brand", "customer", "queue", "queue__team", "owner", "topic", "chosen_topic")
        .filter(number=place[4])
    )
)


def case_opened_by(number: str, secret: str) -> Case | None:
    """The case that this number and secret open; a wrong pair and an unknown number look the same."""
    known = parse_number(number) or ""
    case = Case.objects.select_related("brand", "customer", "owner", "topic").filter(number=known).first()
    generation = case.secret_generation if case else 0
    # Compared for unknown numbers too, so that the time taken tells nothing.
    matches = numbering().matches_secret(known or "00-00000-00000", generation, secret)
    return case if matches else None


def case_of_brand(brand_id: int, number: str) -> Case | None:
    """The brand's case with this number, for a program that acts for the brand."""
    return out_of_archive(_OF_BRAND.first(brand_id, parse_number(number) or ""))


_OF_BRAND = KeptRead(
    lambda brand_id, number: Case.objects.select_related("brand", "customer", "topic", "queue").filter(
        brand_id=brand_id, number=number
    )
)


def case_with_id(case_id: int) -> Case:
    """The case with this id, for work that a case asked for itself."""
    rows = Case.objects.select_related("brand", "customer", "topic", "queue", "owner")
    return rows.get(id=case_id)


def messages_of(case: Case) -> list[Message]:
    """Everything written on a case and on those that go on in it, notes included, oldest first."""
    return list(
        Message.objects.filter(case_id__in=ids_with_followers(case))
        .select_related("staff", "participant", "case__customer")
        .prefetch_related("attachments__file", "recipients")
        .order_by("at", "id")
    )


@dataclass(frozen=True, slots=True)
class Conversation:
    """What `messages_of` reads, for one page: each message with its case, and by its id files and readers."""

    messages: list[Message]
    attachments: dict[int, list[Attachment]]
    recipients: dict[int, list[Recipient]]


def conversation_of(case: Case, followers: Iterable[Case] = (), *, has_parts: bool = True) -> Conversation:
    """Everything written on a case and on these that go on in it, notes included, oldest first.

    Without `has_parts` nobody asks for files and readers.
    """
    messages: list[Message] = []
    attachments: list[Attachment] = []
    recipients: list[Recipient] = []
    for each in (case, *followers):
        for message in _MESSAGES(each.id):
            message.case = each
            messages.append(message)
        if has_parts:
            attachments += _ATTACHMENTS(each.id)
            recipients += _RECIPIENTS(each.id)
    messages.sort(key=lambda message: (message.at, message.id))
    return Conversation(messages, _grouped(attachments), _grouped(recipients))


def _grouped[Part: (Attachment, Recipient)](rows: Iterable[Part]) -> dict[int, list[Part]]:
    groups: dict[int, list[Part]] = {}
    for row in rows:
        groups.setdefault(row.message_id, []).append(row)
    return groups


_SHOWN_OF_MESSAGE = (
    *(field.name for field in Message._meta.concrete_fields if field.name != "html"),
    "staff__name",
    "participant__name",
    "participant__email",
)
_MESSAGES = KeptRead(
    lambda case_id: (
        Message.objects.filter(case_id=case_id)
        .select_related("staff", "participant")
        .only(*_SHOWN_OF_MESSAGE)
        .order_by("at", "id")
    )
)
_ATTACHMENTS = KeptRead(
    lambda case_id: Attachment.objects.filter(case_id=case_id).select_related("file").order_by("id")
)
_RECIPIENTS = KeptRead(lambda case_id: Recipient.objects.filter(message__case_id=case_id).order_by("id"))


def public_messages_of(case: Case) -> list[Message]:
    """What the customer may see of a case, oldest first; never a note."""
    return list(
        Message.objects.filter(case=case)
        .exclude(author=Author.NOTE)
        .select_related("staff", "participant")
        .prefetch_related("attachments__file")
        .order_by("at", "id")
    )


def participants_of(case: Case) -> list[Participant]:
    """Everybody beside the customer who takes part, was suggested or declined, in the order they came."""
    return _PARTICIPANTS(case.id)


_PARTICIPANTS = KeptRead(lambda case_id: Participant.objects.filter(case_id=case_id).order_by("id"))


def known_participant(case: Case, address: str) -> Participant | None:
    """The participant with this address, if staff ever wrote to it; a mere suggestion is not known."""
    return Participant.objects.filter(case=case, email=folded(address), role__in=KNOWN_ROLES).first()


def copied_on(case: Case) -> list[str]:
    """The addresses that get copies of what staff writes, in the order they came."""
    rows = Participant.objects.filter(case=case, role=ParticipantRole.COPIED).order_by("id")
    return list(rows.values_list("email", flat=True))


def participant_of(case: Case, participant_id: int) -> Participant | None:
    """The participant of this case with this id."""
    return Participant.objects.filter(case=case, id=participant_id).first()


def side_conversations_of(case: Case) -> list[SideConversation]:
    """The side conversations of a case and of those that go on in it, oldest first."""
    rows = SideConversation.objects.filter(case_id__in=ids_with_followers(case)).select_related("opened_by")
    return list(rows.prefetch_related("parties").order_by("opened_at", "id"))


def side_conversation_of(case: Case, side_id: int) -> SideConversation | None:
    """The side conversation of this case, or of one that goes on in it, with this id."""
    known = SideConversation.objects.filter(case_id__in=ids_with_followers(case))
    return known.select_related("case__brand", "case__customer").filter(id=side_id).first()


def links_of(case: Case) -> list[CaseLink]:
    """The cases that this one came out of, or that came out of it."""
    rows = CaseLink.objects.filter(Q(older=case) | Q(newer=case)).select_related("older", "newer")
    return list(rows.order_by("linked_at", "id"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case stands, for telling open browsers about it."""

    number: str
    topics: tuple[str, ...]


def places_of(case_ids: Iterable[int]) -> dict[int, Place]:
    """For each case its number and the live topics of its page, brand, queue and owner."""
    rows = Case.objects.filter(id__in=list(case_ids)).values_list(
        "id", "number", "brand_id", "queue_id", "owner_id"
    )
    return {
        case_id: Place(number, (f"case:{number}", f"brand:{brand}", f"queue:{queue}", f"owner:{owner}"))
        for case_id, number, brand, queue, owner in rows
    }
