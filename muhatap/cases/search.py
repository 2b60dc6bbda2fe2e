"""Writing the search index: a row for each case and for each message, in the transaction that writes them.

Automatic letters say the same in every case, so nobody finds anything by them; a first message always counts.
"""

from collections.abc import Iterable, Sequence

from muhatap.audit.recording import unit_of_work
from muhatap.cases.models import (
    Attachment,
    Case,
    HeadText,
    Message,
    Participant,
    SearchText,
    SideConversation,
)
from muhatap.cases.statuses import KNOWN_ROLES, Author, Kind
from muhatap.customers.models import Identity
from muhatap.files import words as file_words
from muhatap.kernel.near_names import tokens_of_names
from muhatap.kernel.search_text import index_text


def add_case(case: Case) -> None:
    """Let a new case be found by its number, subject, customer and answers."""
    with unit_of_work() as unit:
        unit.add(head_of(case, _identities(case), ()))


def add_message(*, message: Message, case: Case, is_first: bool, read_in_files: Sequence[str] = ()) -> None:
    """Index a message with the names of its files and what is known of their words."""
    if not is_indexed(message, is_first):
        return
    with unit_of_work() as unit:
        unit.add(text_of(message, case.brand_id, [*read_in_files, *beside(message.side)]))


def refresh_case(case: Case) -> None:
    """Write anew what a case is found by beside its messages, after something of it changed."""
    with unit_of_work() as unit:
        participants = Participant.objects.filter(case=case, role__in=KNOWN_ROLES).order_by("id")
        fresh = head_of(case, _identities(case), participants)
        kept = unit.pending(HeadText, case.id)
        if kept is not None:
            kept.body = fresh.body
        elif not HeadText.objects.filter(case_id=case.id).update(body=fresh.body):
            unit.add(fresh)


def refresh_cases_of(customer_id: int) -> None:
    """Write anew what a customer's cases are found by, after her name or addresses changed."""
    with unit_of_work():
        cases = Case.objects.select_for_update(of=("self",)).filter(customer_id=customer_id).order_by("id")
        for case in cases.select_related("customer"):
            refresh_case(case)


def refresh_message(message_id: int) -> None:
    """Write anew what a message is found by, after the words of its files were read or destroyed."""
    with unit_of_work():
        message = (
            Message.objects.select_for_update(of=("self",)).select_related("case", "side").get(id=message_id)
        )
        rows = SearchText.objects.filter(message_id=message_id)
        # An automatic letter's place in its case is what its row, or having none, says already.
        if message.erased_at is None and rows.exists():
            rows.update(body=text_of(message, message.case.brand_id, parts_of(message)).body)


def remove_message(message_id: int) -> None:
    """Forget what a message is found by."""
    SearchText.objects.filter(message_id=message_id).delete()


def is_indexed(message: Message, is_first: bool) -> bool:
    """Whether anybody finds anything by this message."""
    return message.erased_at is None and (is_first or message.author != Author.AUTOMATIC)


def may_be_read(case: Case) -> bool:
    """Whether the words of its files may be looked for: what proves who somebody is stays closed."""
    return case.kind != Kind.IDENTITY


def head_of(case: Case, identities: Iterable[str], participants: Iterable[Participant]) -> HeadText:
    """The row that a case is found by."""
    customer = case.customer
    known = [(each.name, each.email) for each in participants]
    names = [customer.name, *(name for name, _ in known)]
    words = index_text(
        case.number,
        case.subject,
        *names,
        *(customer.email, customer.phone, customer.account_no, *identities),
        *(email for _, email in known),
        *answers_of(case),
        *case.tags,
    )
    near = tokens_of_names(names)
    return HeadText(case_id=case.id, brand_id=case.brand_id, body=" ".join([words, *near]).strip())


def text_of(message: Message, brand_id: int, parts: Iterable[str]) -> SearchText:
    """The row that a message is found by."""
    return SearchText(
        message_id=message.id,
        case_id=message.case_id,
        brand_id=brand_id,
        is_inside=not message.is_public,
        body=index_text(message.text, *parts),
    )


def parts_of(message: Message) -> list[str]:
    """What else than its own text a message is found by: names and words of files, and a side's partners."""
    attached = Attachment.objects.filter(message=message).select_related("file").order_by("id")
    stored = [attachment.file for attachment in attached]
    names = [file.name for file in stored]
    return [*names, *file_words.known_words(stored), *beside(message.side)]


def answers_of(case: Case) -> list[str]:
    """The open answers of a case as texts; sealed ones are not among them."""
    values = case.fields.values() if isinstance(case.fields, dict) else ()
    return [str(each) for value in values for each in (value if isinstance(value, list) else [value]) if each]


def _identities(case: Case) -> list[str]:
    if case.customer._state.adding:
        return []
    rows = Identity.objects.filter(customer_id=case.customer_id).order_by("id")
    return list(rows.values_list("value", flat=True))


def beside(side: SideConversation | None) -> list[str]:
    """What a message of a side conversation is found by besides its text: its subject and people."""
    if side is None:
        return []
    people = [(party.name, party.email) for party in side.parties.order_by("id")]
    return [side.subject, *(word for person in people for word in person if word)]
