"""What may be passed on of a case, and how it reads: the words of chosen messages, masked again."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from muhatap.cases.models import Attachment, Case, Message
from muhatap.cases.queries import messages_of
from muhatap.cases.statuses import Author
from muhatap.kernel.masking import mask

_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Passage:
    """A message that may be passed on, its first words, and its files."""

    message: Message
    who: str
    excerpt: str
    files: tuple[Attachment, ...]


def passages_of(case: Case) -> list[Passage]:
    """What the customer and staff wrote to each other, oldest first; notes and letters of machines stay."""
    return [
        Passage(
            each,
            writer_words(each, case),
            " ".join(each.text.split())[:_SHOWN],
            tuple(one for one in each.attachments.all() if one.file.destroyed_at is None),
        )
        for each in messages_of(case)
        if each.author in {Author.CUSTOMER, Author.STAFF} and each.erased_at is None and each.side_id is None
    ]


def with_passages(text: str, passages: Sequence[Passage], case: Case) -> str:
    """The text, and under it the words of the messages as they were written."""
    if not passages:
        return text
    parts = [text.rstrip()]
    for each in passages:
        at = date_format(localtime(each.message.at), "j F Y H:i")
        parts += ["", f"--- {each.who}, {at} ---", "", mask(each.message.text).text.rstrip()]
    return "\n".join(parts)


def writer_words(message: Message, case: Case) -> str:
    """Who wrote a message, in words for somebody outside."""
    if message.author == Author.STAFF:
        return message.staff.name if message.staff else case.brand.name
    if message.participant is not None:
        return message.participant.name or _("somebody beside the customer")
    return case.customer.name or _("the customer")
