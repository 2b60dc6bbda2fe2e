"""What can happen to replies that wait to leave, to texts that staff use again, and to prepared letters."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from muhatap.cases.events import CaseFact
from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class ReplyPlanned(CaseFact):
    """A reply was written that leaves at a chosen time, or its time was changed."""

    kind: ClassVar[str] = "reply.planned"

    held: int
    leaves_at: datetime
    previous: datetime | None


@dataclass(frozen=True, kw_only=True)
class ReplyCalledOff(CaseFact):
    """A written reply did not leave: its `writer` or a `colleague` took it back, or something stopped it."""

    kind: ClassVar[str] = "reply.called_off"

    held: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class TextModuleSaved(BrandFact):
    """A text that staff use again was written or changed."""

    kind: ClassVar[str] = "text_module.saved"

    module: int
    name: str
    is_shared: bool
    languages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TextModuleRetired(BrandFact):
    """A text is no longer offered."""

    kind: ClassVar[str] = "text_module.retired"

    module: int
    name: str


@dataclass(frozen=True, kw_only=True)
class LetterTemplateSaved(BrandFact):
    """A letter was written anew as its next version; earlier ones stay."""

    kind: ClassVar[str] = "letter_template.saved"

    template: int
    sort: str
    version: int
    languages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LetterPrepared(CaseFact):
    """A letter was written by itself because its moment came; nobody has it before a person sends it."""

    kind: ClassVar[str] = "letter.prepared"

    letter: int
    sort: str
    because: str
    needs_second: bool


@dataclass(frozen=True, kw_only=True)
class LetterAsked(CaseFact):
    """Somebody wants a prepared letter sent, and another person must agree to its very words."""

    kind: ClassVar[str] = "letter.asked"

    letter: int
    sort: str
    proposal: int


@dataclass(frozen=True, kw_only=True)
class LetterSent(CaseFact):
    """A prepared letter was sent; `asked_by` wanted it where another person had to agree."""

    kind: ClassVar[str] = "letter.sent"

    letter: int
    sort: str
    message: int
    asked_by: int | None


@dataclass(frozen=True, kw_only=True)
class LetterPutAside(CaseFact):
    """A prepared letter was not sent."""

    kind: ClassVar[str] = "letter.put_aside"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    letter: int
    sort: str
    reason: str
