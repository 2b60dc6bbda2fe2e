"""What can happen to the tasks and tags of a case."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from muhatap.cases.case_fact import CaseFact


@dataclass(frozen=True, kw_only=True)
class WorkGiven(CaseFact):
    """A department was given a task for a case."""

    kind: ClassVar[str] = "work.given"
    personal: ClassVar[frozenset[str]] = frozenset({"title"})

    work: int
    team: int
    owner: int | None
    due_at: datetime
    title: str


@dataclass(frozen=True, kw_only=True)
class WorkTaken(CaseFact):
    """Somebody of the department made a task hers."""

    kind: ClassVar[str] = "work.taken"

    work: int
    owner: int


@dataclass(frozen=True, kw_only=True)
class WorkAnswered(CaseFact):
    """A department answered its task; `files` are the SHA-256 of what it added."""

    kind: ClassVar[str] = "work.answered"
    personal: ClassVar[frozenset[str]] = frozenset({"answer"})

    work: int
    files: tuple[str, ...]
    answer: str


@dataclass(frozen=True, kw_only=True)
class WorkWithdrawn(CaseFact):
    """A task was taken back before it was answered."""

    kind: ClassVar[str] = "work.withdrawn"

    work: int


@dataclass(frozen=True, kw_only=True)
class TagsChanged(CaseFact):
    """Tags were put on a case or taken off; as they are written on the screen."""

    kind: ClassVar[str] = "case.tags_changed"

    added: tuple[str, ...]
    removed: tuple[str, ...]
    reason: str = ""
