"""Doubtful mails as a person decides about them: the case that one opened beside the case that it names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case, Message
from muhatap.cases.queries import known_cases_visible_to, reach_of
from muhatap.cases.statuses import Author, ClosedReason
from muhatap.channels.models import Doubt
from muhatap.desk.senders import ProofFace, proof_face, said_nothing
from muhatap.desk.wording import status_words

SHOWN_AT_MOST = 50
_EXCERPT = 400


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the two cases: what tells whether the mail belongs to it."""

    number: str
    subject: str
    customer: str
    address: str
    status: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class DoubtFace:
    """A doubtful mail; the quoted case is None for a reader who does not see it."""

    id: int
    why: str
    sender: str
    proof: ProofFace
    new: Candidate
    quoted: Candidate | None
    quoted_number: str
    may_decide: bool


def doubts_visible_to(staff: Staff) -> QuerySet[Doubt]:
    """The doubtful mails whose cases she may read and about which nobody decided yet."""
    return doubts_within(*reach_of(staff))


def doubts_within(
    whole: tuple[int, ...], partly: tuple[int, ...], team_ids: tuple[int, ...], staff_id: int
) -> QuerySet[Doubt]:
    """The doubtful mails within a reach about which nobody decided yet."""
    hers = Q(case__queue__team_id__in=team_ids) | Q(case__owner_id=staff_id)
    allowed = Q(brand_id__in=whole) | (Q(brand_id__in=partly) & hers)
    decided = (ClosedReason.MERGED, ClosedReason.SPAM)
    rows = Doubt.objects.filter(allowed, settled_at__isnull=True)
    return rows.exclude(case__closed_reason__in=decided)


def doubt_visible_to(staff: Staff, doubt_id: int) -> Doubt | None:
    """One doubtful mail that waits for a decision, if she may see it."""
    return _with_cases(doubts_visible_to(staff)).filter(id=doubt_id).first()


def doubt_faces(staff: Staff) -> list[DoubtFace]:
    """What waits for a decision, the oldest first."""
    rows = list(_with_cases(doubts_visible_to(staff)).order_by("made_at", "id")[:SHOWN_AT_MOST])
    seen = set(known_cases_visible_to(staff, [row.quoted_id for row in rows]).values_list("id", flat=True))
    words = _words([row.case_id for row in rows] + list(seen))
    scope = scope_of(staff)
    return [
        DoubtFace(
            id=row.id,
            why=why_words(row.reason),
            sender=row.item.sender,
            proof=proof_face(row.item.authentication) or said_nothing(),
            new=_candidate(row.case, words),
            quoted=_candidate(row.quoted, words) if row.quoted_id in seen else None,
            quoted_number=row.quoted.number,
            may_decide=scope.may(Permission.ANSWER_CASES, row.brand_id),
        )
        for row in rows
    ]


def why_words(reason: str) -> str:
    """Why a mail was not put into the case that it names."""
    match reason:
        case "unknown_sender":
            return _(
                "It answers one of our letters, but from an address that the case does not know. The "
                "customer may have a second address, or the letter was passed on."
            )
        case "only_quoted":
            return _("It quotes the number or a mail of the case, which anybody can write down.")
        case "forged":
            return _("The mail server found that the sender is not who the mail says.")
        case "not_proved":
            return _(
                "This mailbox takes a number in the subject only from proved senders, and it has no proof."
            )
        case "our_address":
            return _(
                "It carries an address of ours. Staff write at the desk, so somebody else may have sent it."
            )
        case _:
            return reason


def _with_cases(rows: QuerySet[Doubt]) -> QuerySet[Doubt]:
    return rows.select_related("case__customer", "case__brand", "quoted__customer", "item").defer(
        "item__sealed", "item__wrapped_key"
    )


def _words(case_ids: list[int]) -> Mapping[int, str]:
    """The first words of each case by id."""
    rows = Message.objects.filter(case_id__in=case_ids, author=Author.CUSTOMER).order_by("-at", "-id")
    return {case_id: text[:_EXCERPT] for case_id, text in rows.values_list("case_id", "text")}


def _candidate(case: Case, words: Mapping[int, str]) -> Candidate:
    customer = case.customer
    return Candidate(
        number=case.number,
        subject=case.subject,
        customer=customer.name or customer.email or customer.phone or _("Unknown customer"),
        address=customer.email,
        status=status_words(case.status),
        at=case.received_at,
        words=words.get(case.id, ""),
    )
