"""Codes of quality in words."""

from datetime import date, datetime

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from muhatap.quality.models import Came, CourseKind, GoalOutcome, ReviewRole, ReviewState, Verdict
from muhatap.quality.sampling import GOAL, Risk, Stratum
from muhatap.quality.scoring import Mark

MARKS: dict[str, str | Promise] = {
    Mark.YES: lazy("Yes"),
    Mark.PARTLY: lazy("In part"),
    Mark.NO: lazy("No"),
    Mark.NOT_APPLICABLE: lazy("Does not apply"),
}
WHY: dict[str, str | Promise] = {
    "stratum": lazy("drawn by chance"),
    Risk.COMPLAINT: lazy("complaint"),
    Risk.LOW_SCORE: lazy("low survey score"),
    Risk.REOPENED: lazy("opened again"),
    Risk.SILENCE: lazy("long silence"),
    GOAL: lazy("checks a goal"),
}
ROLES: dict[str, str | Promise] = {
    ReviewRole.FIRST: lazy("First look"),
    ReviewRole.BLIND: lazy("Second look, blind"),
    ReviewRole.DISPUTE: lazy("Decides a dispute"),
}
STATES: dict[str, str | Promise] = {
    ReviewState.WAITING: lazy("to be done"),
    ReviewState.DONE: lazy("done, not shared"),
    ReviewState.SHARED: lazy("shared"),
    ReviewState.ACKNOWLEDGED: lazy("acknowledged"),
    ReviewState.DISPUTED: lazy("disputed"),
    ReviewState.SETTLED: lazy("dispute decided"),
}
STRATA: dict[str, str | Promise] = {
    Stratum.AGENT: lazy("Agent"),
    Stratum.CHANNEL: lazy("Channel"),
    Stratum.TOPIC: lazy("Topic"),
}
OUTCOMES: dict[str, str | Promise] = {
    "": lazy("open"),
    GoalOutcome.MET: lazy("met"),
    GoalOutcome.MISSED: lazy("not met yet"),
    GoalOutcome.DROPPED: lazy("dropped"),
}
KINDS: dict[str, str | Promise] = {
    CourseKind.PRODUCT: lazy("Product"),
    CourseKind.COMMUNICATION: lazy("Communication workshop"),
    CourseKind.EMPATHY: lazy("Empathy"),
    CourseKind.TECHNICAL: lazy("Technical"),
    CourseKind.LAW: lazy("Law and rules"),
    CourseKind.SECURITY: lazy("Security"),
}
CAME: dict[str, str | Promise] = {
    Came.ENROLLED: lazy("enrolled"),
    Came.ATTENDED: lazy("came"),
    Came.ABSENT: lazy("did not come"),
}
VERDICTS: dict[str, str | Promise] = {
    Verdict.KEPT: lazy("We keep it"),
    Verdict.CHANGED: lazy("We change it further"),
    Verdict.ROLLED_BACK: lazy("We roll it back"),
}


def score_words(hundredths: int | None) -> str:
    """A score out of a hundred, such as 80 or 86.7; a dash where there is none."""
    if hundredths is None:
        return "–"
    tenths = (hundredths + 5) // 10
    return formats.number_format(tenths / 10, 0 if tenths % 10 == 0 else 1)


def day_words(day: date | datetime | str | None) -> str:
    """A day in the reader's language."""
    if isinstance(day, str):
        day = date.fromisoformat(day[:10]) if day else None
    return formats.date_format(day, "j F Y") if day else ""


def said_of(code: str, words: dict[str, str | Promise]) -> str:
    """The words of a code; the code itself where there are none."""
    return str(words.get(code, code))


def kappa_words(kappa: float | None) -> str:
    """What a kappa means for the reviewers (Landis and Koch 1977), not a judgement of either of them."""
    if kappa is None:
        return _("Too little to say")
    if kappa >= 0.8:
        return _("Almost always alike")
    if kappa >= 0.6:
        return _("Mostly alike")
    if kappa >= 0.4:
        return _("Alike in part: talk about the lines below")
    return _("Little better than chance: read the scorecard together")
