"""Words that only the published pages use: what starts a clock, what stops it, what may pause it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.promises.lifecycle import COURSES, Happening
from muhatap.promises.wording import span_words

_YEAR = "y"


def counts_from(clock: str) -> list[str]:
    """From when a clock counts, each beginning in words, the usual one first."""
    course = COURSES.get(clock)
    if course is None:
        return []
    # An update is owed again after each word of ours; that it also starts with the case goes without saying.
    if course.restarts:
        return [_("from our last word to you")]
    order = list(Happening)
    return [words for each in sorted(course.starts, key=order.index) if (words := _start(each))]


def pause_words(reason: str) -> str:
    """What may pause a clock, in words."""
    match reason:
        case "waiting_customer":
            return _("while we wait for your answer")
        case "waiting_third_party":
            return _("while we wait for others, such as your bank")
        case _:
            return reason


def keep_words(written: str) -> str:
    """A length in days, months or years in words; nothing for none."""
    if written.endswith(_YEAR):
        years = int(written.removesuffix(_YEAR))
        return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    return span_words(written)


def kind_words(kind: str) -> str:
    """What sort of case it is, as a group of cases."""
    match kind:
        case "complaint":
            return _("complaints")
        case "emergency":
            return _("emergencies")
        case "identity":
            return _("verification")
        case "refund":
            return _("refunds")
        case "privacy":
            return _("personal data")
        case _:
            return _("requests")


def verified_words(verified: str) -> str:
    """How well a rule of law is known, for the public."""
    match verified:
        case "text":
            return _("read in the text of the law")
        case "secondary":
            return _("read in a secondary source")
        case _:
            return _("from professional knowledge, not read again")


def counted_words(calendar: str) -> str:
    """In what a limit of law is counted."""
    match calendar:
        case "clock":
            return _("real time")
        case "business":
            return _("business days")
        case _:
            return _("calendar days")


def _start(happening: Happening) -> str:
    words = {
        Happening.OPENED: _("from the moment at which you write to us"),
        Happening.OBJECTED: _("from your first word that you are not satisfied"),
        Happening.REOPENED: _("from the moment at which your case is opened again"),
        Happening.CUSTOMER_WROTE: _("from each new message of yours"),
        Happening.DOCUMENTS_COMPLETE: _("from the moment at which your documents are complete"),
        Happening.REFUND_APPROVED: _("from the approval of your refund"),
        Happening.CALLBACK_ASKED: _("from your wish to be called back"),
        Happening.PAYMENT_DISPUTED: _("from your word that you did not make the payment"),
        Happening.DATA_REQUEST_VALID: _("from the moment at which we know that the request is yours"),
        Happening.BREACH_NOTICED: _("from the moment at which we notice a breach"),
        Happening.BODY_ASKED: _("from the letter of the outside body"),
    }
    return words.get(happening, "")
