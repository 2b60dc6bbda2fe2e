"""What the linter knows about an answer to a complaint, and what it finds: pure."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Sort(StrEnum):
    """Which letter it is: with the outcome, at a deadlock, or one that changes no stage."""

    FINAL = "final"
    HOLDING = "holding"
    DEADLOCK = "deadlock"
    # Eight weeks are over without an answer (FCA DISP 1.6.2), or it is settled in three days (DISP 1.5.4).
    EIGHT_WEEKS = "eight_weeks"
    SETTLED = "settled"
    APPEAL_BEGUN = "appeal_begun"
    ROUTE = "route"
    UNCONFIRMED = "unconfirmed"


# These tell a decision; the others change no stage.
DECIDING = frozenset({Sort.FINAL, Sort.DEADLOCK})
LATE = frozenset({Sort.HOLDING, Sort.EIGHT_WEEKS})
# These name a day of our next word.
DATED = LATE | {Sort.APPEAL_BEGUN}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedPoint:
    """One point raised and how it was decided: `upheld`, `partly` or `not_upheld`."""

    number: int
    text: str
    finding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A place outside the house, with the last day on which one can go there, where there is one."""

    name: str
    last_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """What stands behind a letter; `own_numbers` are the case numbers of this customer.

    `internal_names` are queues and teams, `notes` what staff wrote for themselves.
    """

    language: str
    number: str
    sort: Sort = Sort.FINAL
    points: tuple[DecidedPoint, ...] = ()
    outcome: str = ""
    remedy: str = ""
    do_by: date | None = None
    may_appeal: bool = True
    bodies: tuple[Body, ...] = ()
    new_date: date | None = None
    signer: str = ""
    own_numbers: frozenset[str] = frozenset()
    internal_names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with a letter: the rule, what it is about, its line (0: the whole letter).

    An advice does not hold the letter back.
    """

    rule: str
    about: str = ""
    line: int = 0
    is_advice: bool = False


@dataclass(frozen=True, slots=True)
class Lint:
    """Every flaw of a letter in the order of its lines, with how easily it reads."""

    flaws: tuple[Flaw, ...]
    score: float
    words: int
    advice: tuple[Flaw, ...] = field(default=())

    @property
    def passes(self) -> bool:
        """Whether the letter may leave."""
        return not self.flaws
