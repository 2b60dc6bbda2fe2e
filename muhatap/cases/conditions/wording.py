"""What is wrong with a condition and what to do about it, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muhatap.cases.conditions.faults import BadCondition
from muhatap.cases.conditions.known import vocabulary

_WORDS: dict[str, tuple[Promise, Promise]] = {
    "unknown_field": (
        _("“%(given)s:” is no operator."),
        _("Use one of: %(known)s. To find the words as they are, put them in quotation marks."),
    ),
    "no_value": (_("“%(field)s:” has no value."), _("Write the value right after the colon.")),
    "bad_choice": (_("“%(given)s” is no value of “%(field)s:”."), _("Use one of: %(known)s.")),
    "bad_person": (
        _("“%(given)s” is nobody whom “%(field)s:” can mean."),
        _("Write me, none or an e-mail address."),
    ),
    "bad_code": (_("“%(given)s” is too long for a code."), _("Use one of the codes of the charter.")),
    "bad_day": (_("“%(given)s” is no day."), _("Write a day as 2026-11-22, or today or yesterday.")),
    "bad_ahead": (
        _("“%(given)s” is neither a day nor a time from now."),
        _("Write a day as 2026-11-22, today, or a time such as <2h or <3d."),
    ),
    "bad_span": (_("“%(given)s” is no length of time."), _("Write it as 90m, 2h, 3d or 2w.")),
    "bad_answer": (
        _("“%(given)s” is no number, so nothing is above or below it."),
        _("Write a number such as 100 or 99.50."),
    ),
    "unknown_value": (
        _("“%(given)s” is no value of “%(field)s:” that you can see."),
        _("Use one of: %(known)s."),
    ),
    "no_order": (_("“%(field)s:” knows no above and below."), _("Leave the sign out.")),
    "one_value": (
        _("Several values have no common above and below."),
        _("Write one value after the sign."),
    ),
    "needs_order": (
        _("“%(field)s:%(given)s” does not say whether less or more is meant."),
        _("Write <%(given)s or >%(given)s after the colon."),
    ),
    "not_closed": (_("A bracket is opened and not closed."), _("Add a closing bracket.")),
    "not_opened": (_("A bracket is closed that was never opened."), _("Remove it, or open one before.")),
    "too_deep": (
        _("More brackets within each other than we read (%(most)s)."),
        _("Take some of the brackets away."),
    ),
    "too_many": (_("More parts than we read (%(most)s)."), _("Make two shorter conditions of it.")),
    "too_long": (_("The text is longer than %(most)s characters."), _("Make it shorter.")),
    "not_stored_so": (
        _("This is no condition as we store them."),
        _("Send the text form, or the form that this desk wrote."),
    ),
}
_CHOSEN = {"bad_rank": "bad_choice", "bad_flag": "bad_choice"}
_SHOWN_AT_MOST = 12


def words_of_fault(fault: BadCondition) -> tuple[str, str]:
    """What is wrong and the remedy, in the active language."""
    message, remedy = _WORDS[_CHOSEN.get(fault.code, fault.code)]
    params = {"known": ", ".join(_known(fault)), **fault.params}
    near = fault.params.get("near")
    if near:
        shown = f"{near}:" if fault.code == "unknown_field" else near
        return str(message) % params, str(_("Did you mean “%(near)s”?")) % {"near": shown}
    return str(message) % params, str(remedy) % params


def _known(fault: BadCondition) -> list[str]:
    if fault.code == "unknown_field":
        return [f"{field.name}:" for field in vocabulary().fields][:_SHOWN_AT_MOST]
    field = vocabulary().field(fault.params.get("field", ""))
    given: list[str] = fault.params.get("among", [])
    return (given or [choice.code for choice in field.choices] if field else given)[:_SHOWN_AT_MOST]
