"""What a caller hears, sentence by sentence; each can be read by a voice of the telephone system."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.channels.adapters.phone.menu import Choice
from muhatap.channels.call_slots import Slot


def greeting(brand: str) -> str:
    """The first sentence."""
    return _("This is %(brand)s.") % {"brand": brand}


def menu_words(choices: Sequence[Choice], language: str, *, has_calls: bool) -> list[str]:
    """The keys and what they stand for, what she may have in her hands first."""
    said = [
        _("For %(matter)s press %(key)s.") % {"matter": each.says[language], "key": each.key}
        for each in choices
    ]
    said.append(_("If you have a case number, press 8 and then its twelve digits."))
    if has_calls:
        said.append(_("To be called back, press star."))
    said.append(_("For a slower guide through this menu, press 9. For a person, press 0 at any time."))
    return said


def guide_words(own: str) -> list[str]:
    """The voice guide: how this menu works, without haste; `own` is what the charter adds."""
    said = [
        _("This guide speaks slowly and waits for you. Nothing ends while you think."),
        _("You may press a key at any time, also while I speak. Hash says the menu again."),
        _("You need not remember anything: 0 always leads to a person, who can do all of it for you."),
    ]
    return [*said, own] if own else said


def topic_words(label: str, ready: Sequence[str]) -> list[str]:
    """What to have ready before a person answers."""
    said = [_("You chose: %(matter)s.") % {"matter": label}]
    if ready:
        said.append(_("Please have ready: %(things)s.") % {"things": "; ".join(ready)})
    return said


def wait_words(seconds: int | None) -> list[str]:
    """How long it takes at today's pace, if known."""
    if seconds is None:
        return []
    if seconds < 60:
        return [_("A person answers in less than a minute.")]
    minutes = -(-seconds // 60)
    said = ngettext(
        "A person answers in about %(count)d minute.", "A person answers in about %(count)d minutes.", minutes
    )
    return [said % {"count": minutes}]


def number_words(number: str) -> str:
    """A case number, digit by digit."""
    return _("Your case number is %(digits)s.") % {"digits": " ".join(each for each in number if each != "-")}


def closed_words(opens: str) -> list[str]:
    """Nobody answers now."""
    said = [_("Nobody answers the telephone at this hour.")]
    return [*said, _("We answer again %(time)s.") % {"time": opens}] if opens else said


def slot_words(slot: Slot, at: datetime) -> str:
    """Between which moments we call."""
    begins, ends = localtime(slot.begins_at), localtime(slot.ends_at)
    days = (begins.date() - localtime(at).date()).days
    day = {0: _("today"), 1: _("tomorrow")}.get(days) or date_format(begins, "j F")
    said = {"day": day, "begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"}
    return _("We call you back %(day)s between %(begins)s and %(ends)s.") % said
