"""Reads of what came in and went out."""

from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author


def public_messages_after(case: Case, after: int, limit: int) -> list[Message]:
    """At most `limit` messages that the customer may see, later than the message `after`, oldest first."""
    return list(
        Message.objects.filter(case=case, id__gt=after)
        .exclude(author=Author.NOTE)
        .prefetch_related("attachments__file")
        .order_by("id")[:limit]
    )
