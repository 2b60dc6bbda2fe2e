"""Writing the search index: one row for each message, in the message's transaction."""

from collections.abc import Sequence

from muhatap.audit.recording import unit_of_work
from muhatap.cases.models import Case, Message, SearchText
from muhatap.kernel.search_text import index_text


def add_message(*, message: Message, case: Case, is_first: bool, files: Sequence[str] = ()) -> None:
    """Index a message; the first one also carries the case's number, subject and customer."""
    heads = [case.number, case.subject, str(case.customer), case.customer.email] if is_first else []
    with unit_of_work() as unit:
        unit.add(
            SearchText(
                message_id=message.id,
                case_id=case.id,
                brand_id=case.brand_id,
                body=index_text(*heads, message.text, *files),
            )
        )


def remove_message(message_id: int) -> None:
    """Forget what a message is found by."""
    SearchText.objects.filter(message_id=message_id).delete()
