"""Answers that a person tells by telephone: nothing leaves by itself, and what is told is the words."""

from collections.abc import Iterator
from contextlib import contextmanager

from muhatap.channels.contract import Line, NotReady, OutboundMessage, Rendered
from muhatap.channels.voices import spoken


def ready() -> None:
    """A person calls, so nothing is ever sent by itself."""
    raise NotReady("a_person_calls")


def render(message: OutboundMessage) -> Rendered:
    """The words that are to be told."""
    return Rendered(spoken(message.words or message.text), "")


@contextmanager
def line() -> Iterator[Line]:
    """There is none."""
    raise NotReady("a_person_calls")
    yield
