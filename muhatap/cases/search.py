"""Writing the search index: one row for each message, in the message's transaction.

Automatic letters say the same in every case, so nobody finds anything by them; a first message always counts.
"""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from muhatap.audit.recording import unit_of_work
from muhatap.cases.models import Case, Message, SearchText
from muhatap.cases.statuses import Author
from muhatap.kernel.search_text import index_text


def add_message(*, message: Message, case: Case, is_first: bool, files: Sequence[str] = ()) -> None:
    """Index a message; the first one also carries the case's number, subject and customer."""
    with unit_of_work() as unit:
        unit.add(_search_text(message, case, is_first, files))


def remove_message(message_id: int) -> None:
    """Forget what a message is found by."""
    SearchText.objects.filter(message_id=message_id).delete()


def count_messages() -> int:
    """How many messages there are to index."""
    return Message.objects.count()


def rebuild(batch: int = 500) -> Iterator[int]:
    """Write every message's row anew, oldest first; yields how many each transaction wrote."""
    last = 0
    while rows := list(_after(last, batch)):
        last = rows[-1].id
        with transaction.atomic():
            SearchText.objects.filter(message_id__in=[row.id for row in rows]).delete()
            SearchText.objects.bulk_create([_row_of(row) for row in rows if _is_indexed(row)])
        yield len(rows)


def _after(last: int, batch: int) -> QuerySet[Message]:
    first = Message.objects.filter(case=OuterRef("case")).order_by("at", "id").values("id")[:1]
    return (
        Message.objects.filter(id__gt=last)
        .select_related("case__customer")
        .prefetch_related("attachments__file")
        .annotate(first_id=Subquery(first))
        .order_by("id")[:batch]
    )


def _is_indexed(message: Message) -> bool:
    is_first = message.first_id == message.id  # type: ignore[attr-defined]
    return message.erased_at is None and (is_first or message.author != Author.AUTOMATIC)


def _row_of(message: Message) -> SearchText:
    names = [attachment.file.name for attachment in message.attachments.all()]
    is_first = message.first_id == message.id  # type: ignore[attr-defined]
    return _search_text(message, message.case, is_first, names)


def _search_text(message: Message, case: Case, is_first: bool, files: Sequence[str]) -> SearchText:
    heads = [case.number, case.subject, str(case.customer), case.customer.email] if is_first else []
    return SearchText(
        message_id=message.id,
        case_id=case.id,
        brand_id=case.brand_id,
        body=index_text(*heads, message.text, *files),
    )
