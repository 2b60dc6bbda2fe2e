"""Notices to staff in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from muhatap.desk.access.noticing import KINDS as ACCESS_KINDS
from muhatap.desk.access.noticing import access_said, place_of_access
from muhatap.desk.case_page.telling_replies import stop_words
from muhatap.desk.complaints.noticing import complaint_said, place_of_complaint
from muhatap.desk.departments import place_of_task, task_said
from muhatap.desk.insights.limits import alert_words
from muhatap.desk.ladder import late_words
from muhatap.desk.machine_notices import MACHINE_KINDS, machine_said, place_of_machine
from muhatap.desk.problems.noticing import KINDS as PROBLEM_KINDS
from muhatap.desk.problems.noticing import place_of_notice, problem_said
from muhatap.desk.quality.noticing import KINDS as QUALITY_KINDS
from muhatap.desk.quality.noticing import place_of_quality, quality_said
from muhatap.desk.rules.words import outcome_words
from muhatap.notifications.models import Notice
from muhatap.topics.questions import words
from muhatap.ui.dates import moment_words
from muhatap.ui.durations import business_days_words, duration_words


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice: its words, and the case it leads to."""

    id: int
    icon: str
    text: str
    number: str
    subject: str
    at: datetime
    is_new: bool
    href: str = ""


def notice_line(notice: Notice, at: datetime) -> NoticeLine:
    """A notice in the reader's language."""
    is_charter = notice.kind in {"charter_waits", "charter_refused"}
    if notice.kind.startswith("task_"):
        icon, text = task_said(notice.kind, notice.params)
    elif notice.kind in MACHINE_KINDS:
        icon, text = machine_said(notice.kind, notice.params, at)
    else:
        icon, text = _charter_said(notice.kind, notice.params, at) if is_charter else _said(notice, at)
    late = int(notice.params.get("late_seconds", 0))
    if late and notice.kind != "found_late":
        text = f"{text} · {late_words(late)}"
    return NoticeLine(
        id=notice.id,
        icon=icon,
        text=text,
        number=str(notice.params.get("number", "")),
        subject=str(notice.params.get("subject", "")),
        at=notice.at,
        is_new=notice.read_at is None,
        href=_place(notice),
    )


def _place(notice: Notice) -> str:
    """The page that a notice without a case leads to."""
    if notice.kind in QUALITY_KINDS:
        return place_of_quality(notice.kind, notice.params)
    if notice.kind in PROBLEM_KINDS:
        return place_of_notice(notice.kind, notice.params)
    if notice.kind in MACHINE_KINDS:
        return place_of_machine(notice.kind, notice.params)
    if notice.kind in ACCESS_KINDS:
        return place_of_access(notice.kind, notice.params)
    match notice.kind:
        case "found_late":
            return "/desk/?view=escalated"
        case "charter_waits":
            return f"/desk/charter/{notice.params.get('brand', '')}/proposal/"
        case "charter_refused":
            return "/desk/charter/"
        case "bound_left":
            return "/desk/insights/bounds/"
        case _:
            params = notice.params
            return place_of_task(notice.kind, params) or place_of_complaint(notice.kind, params)


def _said(notice: Notice, at: datetime) -> tuple[str, str]:
    params = notice.params
    promise = words(params.get("promise"), (get_language() or "",))
    for kinds, said in _SAID_BY_FIELD:
        if notice.kind in kinds:
            return said(notice.kind, params)
    match notice.kind:
        case "clock_broken" | "clock_step" | "page":
            return _clock_said(notice.kind, params, promise, at)
        case "found_late":
            return "alert", _found_late(params)
        case "longer_pause_asked":
            return "pause", _("A longer pause waits for a second person: %(promise)s") % {"promise": promise}
        case "later_limit_asked":
            return "scale", _("A later time waits for a second person: %(promise)s") % {"promise": promise}
        case "objection":
            return "scale", _("The customer is not satisfied")
        case "chat_passed_on":
            return "chat", _("A chat was passed on to you; its visitor waits")
        case "bound_left":
            return "alert", alert_words(params)
        case _:
            return complaint_said(notice.kind, params)


def _mail_said(kind: str, params: Mapping[str, Any]) -> tuple[str, str]:
    said = {name: params.get(name, "") for name in ("mailbox", "sender", "recipient", "subject")}
    match kind:
        case "mailbox_trouble":
            return "mail", _("Mailbox %(mailbox)s cannot be read") % said
        case "mail_loop":
            return "refresh", _(
                "Possible mail loop with %(sender)s: no more automatic letters for now"
            ) % said
        case "delivery_given_up":
            return "mail", _("Not delivered to %(recipient)s") % said
        case "side_answered":
            return "mail", _("Somebody outside answered: %(subject)s") % said
        case _:
            return "thumbdown", _("%(recipient)s reported a letter as unwanted") % said


def _writing_said(kind: str, params: Mapping[str, Any]) -> tuple[str, str]:
    if kind == "mentioned":
        return "users", _("%(name)s mentioned you in a note") % {"name": params.get("by", "")}
    if kind == "customer_wrote":
        return "chat", _("The customer wrote on a case that you follow")
    if kind == "low_score":
        return "thumbdown", _("%(score)s of 5 in the survey about %(number)s") % params
    why = stop_words(str(params.get("because", "")))
    return "pause", _("A reply did not leave: %(why)s") % {"why": why}


def _rule_said(kind: str, params: Mapping[str, Any]) -> tuple[str, str]:
    said = {
        "rule": params.get("rule", ""),
        "text": params.get("text", ""),
        "why": outcome_words(str(params.get("why", ""))),
        "rules": " · ".join(params.get("rules", ())),
    }
    match kind:
        case "rule_told":
            return "bolt", _("Rule “%(rule)s”: %(text)s") % said
        case "rule_barred":
            return "alert", _("Rule “%(rule)s” %(why)s") % said
        case _:
            return "alert", _("These rules undid one another’s work and were stopped: %(rules)s") % said


def _charter_said(kind: str, params: Mapping[str, Any], at: datetime) -> tuple[str, str]:
    said = {"brand": params.get("brand_name", ""), "name": params.get("by", "")}
    if kind == "charter_waits":
        said |= {"reason": params.get("reason", "")}
        words = _("%(name)s proposes another charter for %(brand)s and waits for your decision: %(reason)s")
        return "book", words % said
    said |= {"time": _moment(params.get("begins_at"), at), "why": params.get("because", "")}
    return "alert", _("The charter of %(brand)s could not begin %(time)s: %(why)s") % said


def _moment(written: object, at: datetime) -> str:
    return moment_words(datetime.fromisoformat(str(written)), at) if written else ""


def _found_late(params: Mapping[str, Any]) -> str:
    cases = ngettext("%(count)d case", "%(count)d cases", int(params["cases"])) % {
        "count": int(params["cases"])
    }
    broken = ngettext("%(count)d broken promise", "%(count)d broken promises", int(params["broken"])) % {
        "count": int(params["broken"])
    }
    said = {"cases": cases, "broken": broken, "time": duration_words(int(params["late_seconds"]))}
    return _("Found up to %(time)s late, after an interruption: %(cases)s, %(broken)s") % said


def _clock_said(kind: str, params: Mapping[str, Any], promise: str, at: datetime) -> tuple[str, str]:
    threshold, limit = str(params.get("threshold", "")), _moment(params.get("limit_at"), at)
    if kind == "page":
        said = {"promise": promise, "time": limit}
        return "phone", _("You are paged: %(promise)s, at the latest %(time)s") % said
    if kind == "clock_broken":
        said = {"promise": promise, "time": limit}
        return "alert", _("Promise broken: %(promise)s, due %(time)s") % said
    if threshold == "target":
        return "clock", _("Target time has passed: %(promise)s") % {"promise": promise}
    if threshold.endswith("bd-before"):
        days = business_days_words(int(threshold.removesuffix("bd-before")))
        return "escalate", _("%(days)s are left for %(promise)s") % {"days": days, "promise": promise}
    said = {"promise": promise, "threshold": threshold}
    return "escalate", _("%(threshold)s%% of the time has passed: %(promise)s") % said


_SAID_BY_FIELD = (
    (QUALITY_KINDS, quality_said),
    (PROBLEM_KINDS, problem_said),
    (ACCESS_KINDS, access_said),
    ({"rule_told", "rule_barred", "rules_at_odds"}, _rule_said),
    ({"mentioned", "customer_wrote", "reply_stopped", "low_score"}, _writing_said),
    (
        {"mailbox_trouble", "mail_loop", "delivery_given_up", "side_answered", "letter_complained"},
        _mail_said,
    ),
)
