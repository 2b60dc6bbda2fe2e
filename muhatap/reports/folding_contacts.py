"""What a case's events tell about its chats and promised calls: waits, answers, time they took; pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from muhatap.reports.observations import Kind

Spell = tuple[datetime, datetime]
# The spells in which a member of staff had other chats, between two moments.
Beside = Callable[[int, datetime, datetime], Sequence[Spell]]


class ContactTold(NamedTuple):
    """One line for the measures: of which kind, when, whose, and what."""

    kind: Kind
    at: datetime
    agent: str
    values: dict[str, Any]


@dataclass(slots=True)
class _Chat:
    """A talk from when a person was asked for until it ended."""

    since: datetime
    wait: int | None = None
    reply: int | None = None
    ended_at: datetime | None = None
    after_work: int | None = None
    passed_on: bool = False
    spells: list[tuple[int, datetime, datetime]] = field(default_factory=list)
    held_by: tuple[int, datetime] | None = None

    def let_go(self, at: datetime) -> None:
        if self.held_by is not None:
            staff, since = self.held_by
            self.spells.append((staff, since, at))
            self.held_by = None


@dataclass(slots=True)
class _Call:
    begins_at: datetime
    ends_at: datetime
    was_made: bool = False


@dataclass(slots=True)
class Contacts:
    """The chats and promised calls of one case, in the order of its events."""

    chats: list[_Chat] = field(default_factory=list)
    calls: dict[int, _Call] = field(default_factory=dict)
    told_calls: list[ContactTold] = field(default_factory=list)
    # When she wrote while no chat ran: where somebody then takes part, it began there.
    wrote_at: datetime | None = None

    def see(self, kind: str, at: datetime, values: Mapping[str, Any]) -> None:
        """Take the next event of `HEARD`."""
        match kind:
            case "chat.started":
                if values["waits"]:
                    self.chats.append(_Chat(at))
            case "chat.handed_over":
                self.chats.append(_Chat(at))
            case "chat.accepted":
                self._accept(at, values)
            case "chat.passed_on" if self._open is not None:
                self._open.passed_on = True
                self._open.let_go(at)
            case "chat.ended":
                self._end(at)
            case "chat.wrapped_up" if self.chats:
                self.chats[-1].after_work = int(values["seconds"])
            case "message.posted":
                self._hear(at, values["author"])
            case _:
                self._call(kind, at, values)

    def told(self, beside: Beside | None) -> Iterator[ContactTold]:
        """Chats that have ended, by the moment from which a person was asked for, and calls by their slot."""
        for chat in self.chats:
            if chat.ended_at is not None:
                yield _told(chat, chat.ended_at, beside)
        yield from self.told_calls

    @property
    def _open(self) -> _Chat | None:
        return self.chats[-1] if self.chats and self.chats[-1].ended_at is None else None

    def _accept(self, at: datetime, values: Mapping[str, Any]) -> None:
        if self._open is None:
            waited = timedelta(seconds=int(values["waited_seconds"]))
            self.chats.append(_Chat(self.wrote_at or at - waited))
        chat = self.chats[-1]
        chat.wait = _seconds(chat.since, at) if chat.wait is None else chat.wait
        chat.let_go(at)
        chat.held_by = (int(values["staff"]), at)
        self.wrote_at = None

    def _end(self, at: datetime) -> None:
        if self._open is None and self.wrote_at is not None:
            self.chats.append(_Chat(self.wrote_at))
        chat, self.wrote_at = self._open, None
        if chat is not None:
            chat.let_go(at)
            chat.ended_at = at

    def _hear(self, at: datetime, author: str) -> None:
        chat = self._open
        if author == "staff" and chat is not None and chat.reply is None:
            chat.reply = _seconds(chat.since, at)
        elif author == "customer" and chat is None and self.wrote_at is None:
            self.wrote_at = at

    def _call(self, kind: str, at: datetime, values: Mapping[str, Any]) -> None:
        name = int(values["callback"])
        match kind:
            case "callback.promised":
                self.calls[name] = _slot(values)
            case "call.attempted" if name in self.calls:
                call, began_at = self.calls[name], datetime.fromisoformat(values["began_at"])
                call.was_made = call.was_made or call.begins_at <= began_at <= call.ends_at
            case "callback.moved" if name in self.calls:
                # What she moved herself was neither kept nor broken.
                if values["cause"] != "customer":
                    self._tell_call(self.calls[name])
                self.calls[name] = _slot(values)
            case "callback.ended" if name in self.calls:
                call = self.calls.pop(name)
                if values["ended_as"] != "cancelled" or call.was_made:
                    self._tell_call(call)

    def _tell_call(self, call: _Call) -> None:
        self.told_calls.append(ContactTold(Kind.CALLBACK, call.begins_at, "", {"kept": call.was_made}))


def _slot(values: Mapping[str, Any]) -> _Call:
    return _Call(datetime.fromisoformat(values["begins_at"]), datetime.fromisoformat(values["ends_at"]))


def _told(chat: _Chat, ended_at: datetime, beside: Beside | None) -> ContactTold:
    values: dict[str, Any] = {"mode": "chat", "answered": chat.wait is not None}
    values["wait"] = _seconds(chat.since, ended_at) if chat.wait is None else chat.wait
    if chat.wait is None:
        return ContactTold(Kind.CONTACT, chat.since, "", values)
    held = sum(_seconds(since, until) for _, since, until in chat.spells)
    focus = sum(
        attention((since, until), beside(staff, since, until) if beside else ())
        for staff, since, until in chat.spells
    )
    values |= {"held": held, "focus": focus, "elapsed": _seconds(chat.since, ended_at)}
    values["transferred"] = chat.passed_on
    values |= {} if chat.reply is None else {"reply": chat.reply}
    values |= {} if chat.after_work is None else {"acw": chat.after_work}
    return ContactTold(Kind.CONTACT, chat.since, str(chat.spells[-1][0]) if chat.spells else "", values)


def attention(spell: Spell, others: Sequence[Spell]) -> int:
    """Whole seconds of a spell that fall to it when all that run at once share the time."""
    since, until = spell
    edges = {since, until, *(edge for other in others for edge in other if since < edge < until)}
    shared = 0.0
    for start, end in pairwise(sorted(edges)):
        at_once = 1 + sum(first <= start and end <= last for first, last in others)
        shared += (end - start).total_seconds() / at_once
    return round(shared)


def _seconds(start: datetime, end: datetime) -> int:
    return max(0, (end - start) // timedelta(seconds=1))


HEARD = frozenset(
    {
        "message.posted",
        "chat.started",
        "chat.handed_over",
        "chat.accepted",
        "chat.passed_on",
        "chat.ended",
        "chat.wrapped_up",
        "callback.promised",
        "callback.moved",
        "callback.ended",
        "call.attempted",
    }
)
