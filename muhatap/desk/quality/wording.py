"""Codes of quality in words."""

from datetime import date, datetime

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.quality.models import Came, CourseKind, GoalOutcome, ReviewRole, ReviewState, Verdict
from muhatap.quality.sampling import GOAL, Risk, Stratum
from muhatap.quality.scoring import Mark

MARKS: dict[str, str | Promise] = {
    Mark.YES: gettext_lazy("Yes"),
    Mark.PARTLY: gettext_lazy("In part"),
    Mark.NO: gettext_lazy("No"),
    Mark.NOT_APPLICABLE: gettext_lazy("Does not apply"),
}
WHY: dict[str, str | Promise] = {
    "stratum": gettext_lazy("drawn by chance"),
    Risk.COMPLAINT: gettext_lazy("complaint"),
    Risk.LOW_SCORE: gettext_lazy("low survey score"),
    Risk.REOPENED: gettext_lazy("opened again"),
    Risk.SILENCE: gettext_lazy("long silence"),
    GOAL: gettext_lazy("checks a goal"),
}
ROLES: dict[str, str | Promise] = {
    ReviewRole.FIRST: gettext_lazy("First look"),
    ReviewRole.BLIND: gettext_lazy("Second look, blind"),
    ReviewRole.DISPUTE: gettext_lazy("Decides a dispute"),
}
STATES: dict[str, str | Promise] = {
    ReviewState.WAITING: gettext_lazy("to be done"),
    ReviewState.DONE: gettext_lazy("done, not shared"),
    ReviewState.SHARED: gettext_lazy("shared"),
    ReviewState.ACKNOWLEDGED: gettext_lazy("acknowledged"),
    ReviewState.DISPUTED: gettext_lazy("disputed"),
    ReviewState.SETTLED: gettext_lazy("dispute decided"),
}
STRATA: dict[str, str | Promise] = {
    Stratum.AGENT: gettext_lazy("Agent"),
    Stratum.CHANNEL: gettext_lazy("Channel"),
    Stratum.TOPIC: gettext_lazy("Topic"),
}
OUTCOMES: dict[str, str | Promise] = {
    "": gettext_lazy("open"),
    GoalOutcome.MET: gettext_lazy("met"),
    GoalOutcome.MISSED: gettext_lazy("not met yet"),
    GoalOutcome.DROPPED: gettext_lazy("dropped"),
}
KINDS: dict[str, str | Promise] = {
    CourseKind.PRODUCT: gettext_lazy("Product"),
    CourseKind.COMMUNICATION: gettext_lazy("Communication workshop"),
    CourseKind.EMPATHY: gettext_lazy("Empathy"),
    CourseKind.TECHNICAL: gettext_lazy("Technical"),
    CourseKind.LAW: gettext_lazy("Law and rules"),
    CourseKind.SECURITY: gettext_lazy("Security"),
}
CAME: dict[str, str | Promise] = {
    Came.ENROLLED: gettext_lazy("enrolled"),
    Came.ATTENDED: gettext_lazy("came"),
    Came.ABSENT: gettext_lazy("did not come"),
}
VERDICTS: dict[str, str | Promise] = {
    Verdict.KEPT: gettext_lazy("We keep it"),
    Verdict.CHANGED: gettext_lazy("We change it further"),
    Verdict.ROLLED_BACK: gettext_lazy("We roll it back"),
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
