"""What the events of a complaint say to staff in the timeline."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.complaints.wording import ABOUT, ORIGINS, finding_words, said_words, stage_words
from muhatap.money.redress import amount_words
from muhatap.money.wording import kind_words
from muhatap.ui.dates import moment_words

Told = Mapping[str, Any]


def _registered(told: Told, names: Any) -> str:
    origin = str(ORIGINS.get(told["origin"], told["origin"]))
    since = moment_words(datetime.fromisoformat(told["received_at"]), names.at)
    return _("Registered as a complaint: %(origin)s, counts from %(since)s") % {
        "origin": origin,
        "since": since,
    }


def _moved(told: Told, names: Any) -> str:
    said = {"stage": stage_words(told["stage"])}
    if told.get("bypass"):
        return _("Complaint: %(stage)s, passed by two people") % said
    return _("Complaint: %(stage)s") % said


def _split(told: Told, names: Any) -> str:
    return _("Points raised were written down: %(count)d") % {"count": told["count"]}


def _confirmed(told: Told, names: Any) -> str:
    return _("The customer confirmed her points")


def _triaged(told: Told, names: Any) -> str:
    said = {name: told[name] for name in ("severity", "impact", "urgency")}
    return _("Triage: severity %(severity)d, impact %(impact)d, urgency %(urgency)d") % said


def _finding(told: Told, names: Any) -> str:
    return _("Point %(point)d: %(finding)s") % {
        "point": told["point"],
        "finding": finding_words(told["finding"]),
    }


def _awaited(told: Told, names: Any) -> str:
    due = moment_words(datetime.fromisoformat(told["due_at"]), names.at)
    if told["of"] == "customer":
        return _("The customer was asked for something, by %(due)s") % {"due": due}
    return _("Somebody outside was asked for something, by %(due)s") % {"due": due}


def _proposed(told: Told, names: Any) -> str:
    said = {"outcome": finding_words(told["outcome"])}
    if told.get("second"):
        return _("Decision drafted: %(outcome)s; a second person must agree") % said
    return _("Decision drafted: %(outcome)s") % said


def _seconded(told: Told, names: Any) -> str:
    if told["is_approved"]:
        return _("Agreed to the decision as the second person")
    return _("Did not agree to the decision")


def _said(told: Told, names: Any) -> str:
    return said_words(told["said"])


def _reviewer(told: Told, names: Any) -> str:
    return _("The appeal goes to %(name)s, who never worked on it") % {"name": names.person(told["reviewer"])}


def _body(told: Told, names: Any) -> str:
    return _("Outside body: %(body)s, last day %(day)s") % {"body": told["body"], "day": told["last_on"]}


def _chased(told: Told, names: Any) -> str:
    return _("The customer asked again before an answer, time %(count)d") % {"count": told["count"]}


def _asked(told: Told, names: Any) -> str:
    return _("The customer asks: %(about)s") % {"about": str(ABOUT.get(told["about"], told["about"]))}


def _remedy(words: Promise | str) -> Callable[[Told, Any], str]:
    def say(told: Told, names: Any) -> str:
        remedy = kind_words(told["sort"])
        if told["amount"]:
            remedy = f"{remedy}, {amount_words(told['amount'], told['currency'])}"
        return str(words) % {"remedy": remedy}

    return say


def _answered(told: Told, names: Any) -> str:
    words = _("The customer accepts: %(remedy)s")
    if told["said"] == "refused":
        words = _("The customer does not want: %(remedy)s")
    return _remedy(words)(told, names)


def _step_ended(told: Told, names: Any) -> str:
    words = _("Step %(number)s of the plan is done") if told["is_done"] else _("Step %(number)s was dropped")
    return words % {"number": told["step"]}


def _plain(words: Promise) -> Callable[[Told, Any], str]:
    return lambda told, names: str(words)


COMPLAINT_WORDS: dict[str, tuple[str, Callable[..., str]]] = {
    "complaint.registered": ("scale", _registered),
    "complaint.moved": ("scale", _moved),
    "complaint.points_split": ("list", _split),
    "complaint.points_confirmed": ("check", _confirmed),
    "complaint.triaged": ("tag", _triaged),
    "complaint.planned": ("list", _plain(gettext_lazy("The investigation was planned"))),
    "complaint.step_planned": ("list", _plain(gettext_lazy("A step of the plan was written"))),
    "complaint.step_ended": ("check", _step_ended),
    "complaint.department_asked": ("users", _plain(gettext_lazy("A department was asked"))),
    "complaint.department_answered": ("users", _plain(gettext_lazy("A department answered"))),
    "complaint.finding_made": ("check", _finding),
    "complaint.answer_awaited": ("pause", _awaited),
    "complaint.decision_proposed": ("scale", _proposed),
    "complaint.decision_seconded": ("users", _seconded),
    "complaint.customer_decided": ("user", _said),
    "complaint.reviewer_named": ("user", _reviewer),
    "complaint.remedy_executed": ("coin", _plain(gettext_lazy("The remedy was carried out"))),
    "complaint.body_named": ("building", _body),
    "complaint.body_decided": ("building", _plain(gettext_lazy("The outside body decided"))),
    "complaint.cause_concluded": ("tool", _plain(gettext_lazy("Cause and improvement were decided"))),
    "complaint.customer_chased": ("history", _chased),
    "complaint.passing_asked": ("users", _plain(gettext_lazy("It was asked to pass a guard"))),
    "remedy.proposed": ("coin", _remedy(gettext_lazy("Remedy proposed: %(remedy)s"))),
    "remedy.approved": ("coin", _remedy(gettext_lazy("Remedy approved: %(remedy)s"))),
    "remedy.refused": ("coin", _remedy(gettext_lazy("Remedy not approved: %(remedy)s"))),
    "remedy.executed": ("coin", _remedy(gettext_lazy("Remedy carried out: %(remedy)s"))),
    "remedy.reversed": ("coin", _remedy(gettext_lazy("Remedy taken back: %(remedy)s"))),
    "complaint.remedy_answered": ("coin", _answered),
    "information.asked": ("book", _asked),
    "information.given": ("book", _plain(gettext_lazy("Information was given"))),
}
