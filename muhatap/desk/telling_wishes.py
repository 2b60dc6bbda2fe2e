"""How a customer wishes to be told, in words for staff."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from muhatap.cases.models import Case
from muhatap.cases.telling import telling_of
from muhatap.channels.manners import Manner, Sort, Withheld, leave_of
from muhatap.channels.quiet import letter_of
from muhatap.customers.telling import By, Telling
from muhatap.ui.dates import moment_words


def telling_words(telling: Telling, language: str) -> list[str]:
    """The wishes one by one, the language first."""
    said = [_language(language), _way(telling.by)]
    if telling.is_large:
        said.append(_("large print"))
    if telling.quiet:
        begins, ends = telling.quiet
        said.append(
            _("quiet from %(begins)s to %(ends)s") % {"begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"}
        )
    return said


def reply_words(case: Case, at: datetime) -> str:
    """What becomes of a reply that is sent now, where her wishes change it; empty where it just leaves."""
    telling = telling_of(case)
    leave = leave_of(letter_of(case, Sort.REPLY), telling, localtime(at), has_phone=bool(case.customer.phone))
    if leave.withheld == Withheld.PAGE:
        return _("Your reply stands on her page; no mail goes out.")
    match leave.manner:
        case Manner.CALL:
            return _("Your reply stands on her page, and you owe her a call.")
        case Manner.QUIET if leave.at:
            return _("The mail waits for her quiet hours to end, %(time)s.") % {
                "time": moment_words(leave.at, at)
            }
        case Manner.DUE:
            return _("The mail leaves at once although she asked for quiet: what is promised ends before.")
        case Manner.URGENT:
            return _("The mail leaves at once although she asked for quiet: the case is urgent.")
        case Manner.NO_PHONE:
            return _("She wants to be called, but no number is known: the mail leaves.")
        case _:
            return ""


def _way(by: By) -> str:
    match by:
        case By.PAGE:
            return _("on her page only, no mail")
        case By.PHONE:
            return _("by telephone")
        case _:
            return _("by e-mail")


def _language(code: str) -> str:
    match code:
        case "tr":
            return _("Turkish")
        case "en":
            return _("English")
        case _:
            return code
