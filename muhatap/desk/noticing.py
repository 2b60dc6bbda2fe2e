"""Notices to staff in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.notifications.models import Notice
from muhatap.topics.questions import words
from muhatap.ui.dates import moment_words
from muhatap.ui.durations import business_days_words


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


def notice_line(notice: Notice, at: datetime) -> NoticeLine:
    """A notice in the reader's language."""
    icon, text = _said(notice, at)
    return NoticeLine(
        id=notice.id,
        icon=icon,
        text=text,
        number=str(notice.params.get("number", "")),
        subject=str(notice.params.get("subject", "")),
        at=notice.at,
        is_new=notice.read_at is None,
    )


def _said(notice: Notice, at: datetime) -> tuple[str, str]:
    params = notice.params
    promise = words(params.get("promise"), (get_language() or "",))
    match notice.kind:
        case "clock_broken":
            limit = _moment(params.get("limit_at"), at)
            return "alert", _("Promise broken: %(promise)s, due %(time)s") % {
                "promise": promise,
                "time": limit,
            }
        case "clock_step" if params.get("threshold") == "target":
            return "clock", _("Target time has passed: %(promise)s") % {"promise": promise}
        case "clock_step" if str(params.get("threshold", "")).endswith("bd-before"):
            days = business_days_words(int(str(params["threshold"]).removesuffix("bd-before")))
            return "escalate", _("%(days)s are left for %(promise)s") % {"days": days, "promise": promise}
        case "clock_step":
            said = {"promise": promise, "threshold": params.get("threshold", "")}
            return "escalate", _("%(threshold)s%% of the time has passed: %(promise)s") % said
        case "later_limit_asked":
            return "scale", _("A later time waits for a second person: %(promise)s") % {"promise": promise}
        case "objection":
            return "scale", _("The customer is not satisfied")
        case "mailbox_trouble":
            return "mail", _("Mailbox %(mailbox)s cannot be read") % {"mailbox": params.get("mailbox", "")}
        case "mail_loop":
            return "refresh", _("Possible mail loop with %(sender)s: no more automatic letters for now") % {
                "sender": params.get("sender", "")
            }
        case "delivery_given_up":
            return "mail", _("Not delivered to %(recipient)s") % {"recipient": params.get("recipient", "")}
        case "side_answered":
            return "mail", _("Somebody outside answered: %(subject)s") % {
                "subject": params.get("subject", "")
            }
        case "letter_complained":
            said = {"recipient": params.get("recipient", "")}
            return "thumbdown", _("%(recipient)s reported a letter as unwanted") % said
        case _:
            return "bell", notice.kind


def _moment(written: object, at: datetime) -> str:
    return moment_words(datetime.fromisoformat(str(written)), at) if written else ""
