"""What replies that wait, prepared letters and decided refunds say to staff in the timeline."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.desk.tracing import TRACE_WORDS
from muhatap.letters.wording import sort_words
from muhatap.money.wording import GROUNDS, OUTCOMES
from muhatap.ui.dates import moment_words


def _planned(told: Mapping[str, Any], names: Any) -> str:
    time = moment_words(datetime.fromisoformat(str(told["leaves_at"])), names.at)
    if told.get("previous"):
        return _("A planned reply leaves at another time: %(time)s") % {"time": time}
    return _("A reply was planned: it leaves %(time)s") % {"time": time}


def _called_off(told: Mapping[str, Any], names: Any) -> str:
    return _("A planned reply did not leave: %(why)s") % {"why": stop_words(str(told.get("reason", "")))}


def stop_words(reason: str) -> str:
    """Why a reply did not leave."""
    match reason:
        case "writer":
            return _("its writer took it back")
        case "colleague":
            return _("a colleague took it back")
        case "news":
            return _("something new arrived before")
        case "status":
            return _("the status of the case was changed before")
        case "joined":
            return _("the case goes on in another one")
        case "gone":
            return _("its writer may no longer answer here")
        case "public":
            return _("everybody could have read a number in it")
        case _:
            return reason


def _of_letter(words: Promise) -> Callable[[Mapping[str, Any], Any], str]:
    def told_words(told: Mapping[str, Any], names: Any) -> str:
        return str(words) % {"letter": sort_words(str(told["sort"])), "reason": told.get("reason", "")}

    return told_words


def _answered(told: Mapping[str, Any], names: Any) -> str:
    outcome = str(OUTCOMES.get(told["outcome"], told["outcome"]))
    ground = str(GROUNDS.get(told.get("ground", ""), ""))
    return _("Decided about the refund or withdrawal: %(what)s") % {
        "what": f"{outcome} ({ground})" if ground else outcome
    }


REPLY_WORDS: dict[str, tuple[str, Callable[..., str]]] = {
    "reply.planned": ("calendar", _planned),
    "reply.called_off": ("pause", _called_off),
    "letter.prepared": ("mail", _of_letter(gettext_lazy("Prepared: %(letter)s"))),
    "letter.asked": ("users", _of_letter(gettext_lazy("Waits for a second person: %(letter)s"))),
    "letter.sent": ("send", _of_letter(gettext_lazy("Sent: %(letter)s"))),
    "letter.put_aside": ("pause", _of_letter(gettext_lazy("Not sent: %(letter)s. %(reason)s"))),
    "refund.answered": ("coin", _answered),
    **TRACE_WORDS,
    "refund.answer_told": ("coin", _answered),
}
