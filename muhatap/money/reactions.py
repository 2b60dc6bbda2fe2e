"""What money does when a letter of a case was sent or put aside."""

from datetime import datetime

from muhatap.kernel.actors import Actor
from muhatap.letters.events import LetterPutAside, LetterSent
from muhatap.money import operations as money


def follow_letter(fact: LetterSent | LetterPutAside, *, by: Actor, at: datetime) -> None:
    """With its letter the outcome of an enquiry is told; without it, void."""
    money.follow_letter(letter=fact.letter, is_sent=fact.kind == "letter.sent", by=by, at=at)
