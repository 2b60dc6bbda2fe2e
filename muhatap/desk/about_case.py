"""Reads about one case that its page shows beside messages and clocks; the case is already hers to see."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from muhatap.accounts.models import Staff
from muhatap.audit.models import Event
from muhatap.cases.joined import ids_with_followers, note_alone
from muhatap.cases.models import Case, Draft, DraftFile, Message
from muhatap.cases.queries import cases_within, known_cases_visible_to, links_of, reach_of
from muhatap.cases.statuses import Author
from muhatap.channels.models import Delivery, VaultItem
from muhatap.customers.models import Identity
from muhatap.files.models import StoredFile
from muhatap.kernel.kept_reads import KeptRead
from muhatap.promises.later import SORT as LATER_LIMIT
from muhatap.topics.models import Queue

_EARLIER = 5
EVENTS_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class Signs:
    """What there is around a case at all, so that nobody asks for what is not there; and its chain's end."""

    has_marks: bool
    has_people: bool
    has_links: bool
    has_milestones: bool
    has_questions: bool
    has_drafts: bool
    has_draft_files: bool
    has_held: bool
    has_followers: bool
    has_parts: bool
    has_others: bool
    has_mail: bool
    is_paged: bool
    has_work: bool
    length: int
    head: str


# By hand and at once: most of it is absent on most cases, and each question alone costs a statement.
_SIGNS = """
SELECT EXISTS(SELECT 1 FROM channels_addressmark WHERE brand_id = %(brand)s AND cleared_at IS NULL),
EXISTS(SELECT 1 FROM cases_participant WHERE case_id = %(case)s),
EXISTS(SELECT 1 FROM cases_caselink WHERE older_id = %(case)s)
OR EXISTS(SELECT 1 FROM cases_caselink WHERE newer_id = %(case)s),
EXISTS(SELECT 1 FROM cases_milestone WHERE case_id = %(case)s),
EXISTS(SELECT 1 FROM approvals_proposal
WHERE brand_id = %(brand)s AND sort = %(sort)s AND decided_at IS NULL),
EXISTS(SELECT 1 FROM cases_draft WHERE case_id = %(case)s AND staff_id = %(staff)s),
EXISTS(SELECT 1 FROM cases_draft d JOIN cases_draftfile f ON f.draft_id = d.id
WHERE d.case_id = %(case)s AND d.staff_id = %(staff)s),
EXISTS(SELECT 1 FROM letters_heldreply WHERE case_id = %(case)s),
EXISTS(SELECT 1 FROM cases_joining WHERE into_id = %(case)s AND parted_at IS NULL),
EXISTS(SELECT 1 FROM cases_attachment WHERE case_id = %(case)s) OR EXISTS(SELECT 1 FROM cases_message m
JOIN cases_recipient r ON r.message_id = m.id WHERE m.case_id = %(case)s),
EXISTS(SELECT 1 FROM cases_case WHERE customer_id = %(customer)s AND id <> %(case)s),
EXISTS(SELECT 1 FROM channels_vaultitem WHERE case_id = %(case)s),
EXISTS(SELECT 1 FROM promises_clock c JOIN promises_clockstep s ON s.clock_id = c.id
WHERE c.case_id = %(case)s AND c.stopped_at IS NULL AND s.page_next_at IS NOT NULL),
EXISTS(SELECT 1 FROM cases_workitem WHERE case_id = %(case)s),
(SELECT length FROM audit_stream WHERE id = %(case)s),
(SELECT head FROM audit_stream WHERE id = %(case)s)
"""


def signs_of(case: Case, staff: Staff) -> Signs:
    """What there is around a case, in one statement."""
    asked = {
        "case": case.id,
        "brand": case.brand_id,
        "customer": case.customer_id,
        "staff": staff.pk,
        "sort": LATER_LIMIT,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SIGNS, asked)
        *found, length, head = cursor.fetchone()
    signs = Signs(*(bool(each) for each in found), length or 0, head or "")
    if not signs.has_followers:
        note_alone(case)
    return signs


def events_of(case: Case) -> list[Event]:
    """The last facts of a case, oldest first, without what every message tells itself."""
    return _EVENTS(case.id)[::-1]


_EVENTS = KeptRead(
    lambda case_id: (
        Event.objects.filter(stream_id=case_id)
        .exclude(kind__in=("message.posted", "message.imported"))
        .only("kind", "at", "actor_kind", "actor_id", "content")
        .order_by("-seq")[:EVENTS_AT_MOST]
    )
)


def deliveries_of(case: Case) -> dict[int, list[Delivery]]:
    """What became of every message on its way out, by message."""
    found: dict[int, list[Delivery]] = {}
    for delivery in _DELIVERIES(tuple(ids_with_followers(case))):
        found.setdefault(delivery.message_id, []).append(delivery)
    return found


_DELIVERIES = KeptRead(lambda case_ids: Delivery.objects.filter(case_id__in=case_ids).order_by("id"))


def proofs_of(messages: Iterable[Message]) -> dict[int, dict[str, str]]:
    """What trusted mail servers said about the senders of these messages, by the item they came as."""
    ids = [message.vault_item_id for message in messages if message.vault_item_id]
    if not ids:
        return {}
    return dict(VaultItem.objects.filter(id__in=ids).values_list("id", "authentication"))


def drafts_of(case: Case, staff: Staff) -> dict[str, Draft]:
    """What she was writing on this case, by author: a reply and a note."""
    return {draft.author: draft for draft in Draft.objects.filter(case=case, staff_id=staff.pk)}


def draft_files_of(case: Case, staff: Staff) -> list[StoredFile]:
    """The files that came back with her draft of a reply."""
    rows = DraftFile.objects.filter(draft__case=case, draft__staff_id=staff.pk, draft__author=Author.STAFF)
    return [each.file for each in rows.select_related("file").order_by("id")]


def identities_of(case: Case) -> list[Identity]:
    """By which addresses the customer is known."""
    return _IDENTITIES(case.customer_id)


_IDENTITIES = KeptRead(
    lambda customer_id: Identity.objects.filter(customer_id=customer_id).order_by("kind", "id")
)


def earlier_cases(staff: Staff, case: Case) -> list[Case]:
    """The customer's other cases that she may see, newest first."""
    return _EARLIER_CASES(*reach_of(staff), case.customer_id, case.id)


_EARLIER_CASES = KeptRead(
    lambda *place: (
        cases_within(*place[:4])
        .filter(customer_id=place[4])
        .exclude(id=place[5])
        .only("id", "number", "subject", "channel", "received_at", "status")
        .order_by("-received_at")[:_EARLIER]
    )
)


def linked_cases(staff: Staff, case: Case) -> list[tuple[Case, bool]]:
    """The cases linked with this one that she may see, each with whether it came out of this one."""
    others = [
        (link.newer, True) if link.older_id == case.id else (link.older, False) for link in links_of(case)
    ]
    ids = [each.id for each, _ in others]
    seen = set(known_cases_visible_to(staff, ids).values_list("id", flat=True)) if ids else set()
    return [(each, is_newer) for each, is_newer in others if each.id in seen]


def senders_of(messages: Iterable[Message]) -> dict[int, str]:
    """From which address each of these mails came, by message."""
    items = {each.vault_item_id: each.id for each in messages if each.vault_item_id}
    rows = VaultItem.objects.filter(id__in=items).exclude(sender__in=("", "-"))
    return {items[item_id]: sender for item_id, sender in rows.values_list("id", "sender")}


def queues_named(ids: Iterable[int]) -> dict[int, Queue]:
    """Queues by id, also retired ones, for telling where a case has been."""
    return Queue.objects.select_related("brand").in_bulk(set(ids))


def newest_word(case: Case) -> int:
    """The id of the last message of a case, 0 when there is none."""
    return Message.objects.filter(case=case).order_by("-id").values_list("id", flat=True).first() or 0


def has_news_for(case: Case, staff_id: int, seen: int) -> bool:
    """Whether the customer or a colleague wrote after the message `seen`."""
    return (
        Message.objects.filter(case=case, id__gt=seen)
        .exclude(author=Author.AUTOMATIC)
        .exclude(staff_id=staff_id)
        .exists()
    )


def has_public_news_for(case: Case, staff_id: int, seen: int) -> bool:
    """Whether the customer wrote, or a colleague answered the customer, after the message `seen`."""
    return (
        Message.objects.filter(case=case, id__gt=seen, author__in=(Author.CUSTOMER, Author.STAFF))
        .exclude(author=Author.STAFF, staff_id=staff_id)
        .exists()
    )


def news_for(case: Case, staff_id: int, seen: int) -> list[Message]:
    """What the customer or colleagues wrote after the message `seen`, oldest first."""
    rows = Message.objects.filter(case=case, id__gt=seen, side__isnull=True).select_related("staff")
    return list(rows.exclude(author=Author.AUTOMATIC).exclude(staff_id=staff_id).order_by("at", "id")[:5])


def message_of(case: Case, message_id: int) -> Message | None:
    """A message of this case, or of one that goes on in it."""
    known = Message.objects.filter(case_id__in=ids_with_followers(case))
    return known.select_related("case", "staff").filter(id=message_id).first()


def mail_of(case: Case, message_id: int) -> tuple[Message, VaultItem] | None:
    """A message of this case that came by mail, with what the vault keeps of it."""
    message = message_of(case, message_id)
    if message is None or message.vault_item_id is None:
        return None
    item = VaultItem.objects.filter(
        id=message.vault_item_id, brand_id=case.brand_id, source__startswith="email:"
    ).first()
    return (message, item) if item else None


def queue_of_brand(case: Case, queue_id: int) -> Queue | None:
    """A queue of the case's brand, unless it is retired."""
    return Queue.objects.filter(id=queue_id, brand_id=case.brand_id, retired_at__isnull=True).first()
