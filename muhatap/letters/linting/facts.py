"""What the linter knows about an answer to a complaint, and what it finds: pure."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Sort(StrEnum):
    """Which letter it is: of a complaint (its outcome, or one that changes no stage), or of another case."""

    FINAL = "final"
    HOLDING = "holding"
    DEADLOCK = "deadlock"
    # Eight weeks are over without an answer (FCA DISP 1.6.2), or it is settled in three days (DISP 1.5.4).
    EIGHT_WEEKS = "eight_weeks"
    SETTLED = "settled"
    APPEAL_BEGUN = "appeal_begun"
    ROUTE = "route"
    UNCONFIRMED = "unconfirmed"
    # Of enquiries about refunds and withdrawals.
    REF_ACK = "ref_ack"
    REF_APPROVE = "ref_approve"
    REF_REFUSE = "ref_refuse"
    REF_PAID = "ref_paid"
    KYC_OK = "kyc_ok"
    EMERGENCY = "emergency"
    # What is not done on an open channel (social media, unverified mail), and where it is.
    SENSITIVE = "sensitive"
    # Of requests for one's data, complaints about its protection, and breaches.
    DSR_ACK = "dsr_ack"
    DSR_ID = "dsr_id"
    DSR_EXT = "dsr_ext"
    DSR_OUT = "dsr_out"
    DSR_REFUSE = "dsr_refuse"
    DPC_ACK = "dpc_ack"
    DPC_OUT = "dpc_out"
    BREACH_AUTH = "breach_auth"
    BREACH_TOLD = "breach_told"


# The letters of complaints; every other sort belongs to any case.
OF_COMPLAINTS = frozenset(
    {
        Sort.FINAL,
        Sort.HOLDING,
        Sort.DEADLOCK,
        Sort.EIGHT_WEEKS,
        Sort.SETTLED,
        Sort.APPEAL_BEGUN,
        Sort.ROUTE,
        Sort.UNCONFIRMED,
    }
)
OF_CASES = frozenset(Sort) - OF_COMPLAINTS
# These go by themselves when the case is opened, in place of its acknowledgement.
RECEIPTS = frozenset({Sort.REF_ACK, Sort.EMERGENCY, Sort.DSR_ACK})
# These refuse something: a regulated brand sends them with a second person (process C6, points 3 and 9).
REFUSING = frozenset({Sort.REF_REFUSE, Sort.DSR_REFUSE})
# These tell a decision; the others change no stage.
DECIDING = frozenset({Sort.FINAL, Sort.DEADLOCK})
LATE = frozenset({Sort.HOLDING, Sort.EIGHT_WEEKS})
# These name a day of our next word.
DATED = LATE | {Sort.APPEAL_BEGUN, Sort.DSR_EXT, Sort.DPC_ACK}


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
    # Of letters beside complaints: why, the sum, when it is paid, by which reference, when we had it.
    reason: str = ""
    amount: str = ""
    pay_by: date | None = None
    reference: str = ""
    moment: str = ""
    # Where the matter can be done safely, and what a notice of a breach tells (by name of its part).
    address: str = ""
    parts: tuple[tuple[str, str], ...] = ()


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
