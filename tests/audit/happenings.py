"""Facts and listeners for tests of recording and relaying."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import connection

from muhatap.audit.recording import Reaction, looks_first, record, unit_of_work
from muhatap.customers.models import Customer
from muhatap.kernel.facts import Fact, StreamKey

TABLE = "tests.audit.happenings.REACTIONS"
STREAM = 9001


@dataclass(frozen=True, kw_only=True)
class Happened(Fact):
    """Something happened in a stream that exists only here."""

    kind: ClassVar[str] = "trial.happened"
    personal: ClassVar[frozenset[str]] = frozenset({"words"})

    number: int
    words: str = ""
    place: int = STREAM

    @property
    def stream(self) -> StreamKey:
        return StreamKey("trial", self.place)


@dataclass(frozen=True, kw_only=True)
class Followed(Fact):
    """What follows when something happens."""

    kind: ClassVar[str] = "trial.followed"

    number: int

    @property
    def stream(self) -> StreamKey:
        return StreamKey("trial", STREAM)


class Refused(Exception):
    """A listener does not want."""


heard: list[tuple[int, int]] = []
looked: list[tuple[int, bool]] = []
moods: dict[str, Exception | None] = {"together": None, "afterwards": None}


def follow(fact: Happened, *, by, at):
    """Together: another fact."""
    if moods["together"]:
        raise moods["together"]
    record(Followed(number=fact.number), by=by, at=at)


def hear(fact: Happened, *, by, at, event_id):
    """Afterwards: a row that remains only if all went well."""
    heard.append((fact.number, event_id))
    with unit_of_work():
        Customer.objects.filter(account_no="count").update(preferences={"heard": len(heard)})
        if moods["afterwards"]:
            raise moods["afterwards"]


@looks_first
def look(fact: Followed, *, by, at, event_id):
    """Afterwards, and only for even numbers something to do."""
    looked.append((fact.number, connection.in_atomic_block))
    if Customer.objects.filter(account_no="count").count() and fact.number % 2 == 0:
        hear(fact, by=by, at=at, event_id=event_id)


REACTIONS = {Happened: Reaction(together=(follow,), afterwards=(hear,))}
LOOKING = {Happened: Reaction(together=(follow,)), Followed: Reaction(afterwards=(look,))}
