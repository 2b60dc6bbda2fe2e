"""The codes of privacy requests: rights, outcomes, grounds. Pure."""

from enum import StrEnum


class Right(StrEnum):
    """What a person can ask (GDPR arts. 15 to 22, KVKK art. 11); a `complaint` is one about handling."""

    ACCESS = "access"
    PORTABILITY = "portability"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    WITHDRAWAL = "withdrawal"
    HUMAN_REVIEW = "human_review"
    RECIPIENTS = "recipients"
    COMPLAINT = "complaint"
    OTHER = "other"


class Outcome(StrEnum):
    """How a request ended."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class Ground(StrEnum):
    """Why a request is refused, or part of it: each is a ground of law."""

    UNIDENTIFIED = "unidentified"
    LEGAL_DUTY = "legal_duty"
    LEGAL_CLAIMS = "legal_claims"
    RIGHTS_OF_OTHERS = "rights_of_others"
    MANIFESTLY_UNFOUNDED = "manifestly_unfounded"
    CRIME_PREVENTION = "crime_prevention"
    NOT_HELD = "not_held"


class Stays(StrEnum):
    """Why a case outlasts an erasure for now."""

    OPEN = "open"
    HOLD = "hold"
    ON_ITS_WAY = "on_its_way"
    COMPLAINT_FILE = "complaint_file"
    MONEY = "money"


# While one of these holds, the person has to be reached or known, so name and addresses stay too.
KEEPS_THE_NAME = frozenset({Stays.OPEN, Stays.HOLD, Stays.ON_ITS_WAY})

# What the forms of the sample charters, and mails in other words, say for a right.
_WRITTEN = {
    "access": Right.ACCESS,
    "portability": Right.PORTABILITY,
    "port": Right.PORTABILITY,
    "rectify": Right.RECTIFICATION,
    "rectification": Right.RECTIFICATION,
    "erase": Right.ERASURE,
    "erasure": Right.ERASURE,
    "restrict": Right.RESTRICTION,
    "restriction": Right.RESTRICTION,
    "object": Right.OBJECTION,
    "objection": Right.OBJECTION,
    "withdraw": Right.WITHDRAWAL,
    "withdrawal": Right.WITHDRAWAL,
    "automated": Right.HUMAN_REVIEW,
    "human_review": Right.HUMAN_REVIEW,
    "recipients": Right.RECIPIENTS,
}
# To these belongs a copy of what is held.
COPYING = frozenset({Right.ACCESS, Right.PORTABILITY, Right.RECIPIENTS})


def right_of(topic: str, answer: object) -> Right:
    """The right that a form asks for; a topic of data complaints is one."""
    if topic.endswith("DPC"):
        return Right.COMPLAINT
    return _WRITTEN.get(answer, Right.OTHER) if isinstance(answer, str) else Right.OTHER
