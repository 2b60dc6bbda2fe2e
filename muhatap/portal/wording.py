"""What is wrong with an answer, in words that name the field and the remedy."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.files.operations import FileRefused
from muhatap.topics.answers import Trouble
from muhatap.ui.furniture import size_words


def trouble_words(trouble: Trouble, label: str, language: str) -> str:
    """The message of one trouble: the field's label first, then what to do."""
    remedy = _remedy(trouble, language)
    return f"{label} {remedy}" if label.endswith(("?", ".", "!")) else f"{label.rstrip(' :')}: {remedy}"


def refusal_words(refused: FileRefused) -> str:
    """Why a file was not kept, by its name, and what to send instead."""
    name = {"name": refused.name}
    match refused.code:
        case "empty":
            return _("%(name)s is empty. Choose the file again.") % name
        case "too_large":
            size = size_words(int(refused.detail))
            return _("%(name)s is too large. Send at most %(size)s per file.") % {**name, "size": size}
        case "too_many":
            return _("%(name)s was not added: at most %(count)s files fit. Remove one first.") % {
                **name,
                "count": refused.detail,
            }
        case "too_large_together":
            size = size_words(int(refused.detail))
            return _("%(name)s was not added: all files together may have %(size)s.") % {**name, "size": size}
        case _:
            return (
                _("%(name)s is a program or script, which we do not accept. Send a picture, PDF or document.")
                % name
            )


def _remedy(trouble: Trouble, language: str) -> str:
    params = trouble.params
    match trouble.code:
        case "required":
            return _("Please answer this.")
        case "required_or_reason":
            return _("Please answer this, or say below why you do not have it.")
        case "evidence":
            return _("Please add a file, or say below why you cannot send it.")
        case "choice":
            return _("Choose one of the answers.")
        case "too_short":
            count = params["count"]
            words = ngettext(
                "Write at least %(count)d character.", "Write at least %(count)d characters.", count
            )
            return words % {"count": count}
        case "too_long":
            return _("Please shorten it by %(surplus)d characters; %(count)d fit.") % params
        case "pattern":
            if not params.get("example"):
                return _("This does not have the expected form.")
            return _("Write it like this: %(example)s") % params
        case "few_rows":
            words = ngettext(
                "Fill in at least %(count)d entry.", "Fill in at least %(count)d entries.", params["count"]
            )
            return words % params
        case _:
            return _time_remedy(trouble) or _number_remedy(trouble, language)


def _time_remedy(trouble: Trouble) -> str:
    match trouble.code:
        case "day":
            return _("Choose a day of the calendar, for example 12.11.2026.")
        case "time":
            return _("Write a time of day, for example 14:30.")
        case "day_missing":
            return _("Choose the day as well.")
        case "time_missing":
            return _("Write the time as well; the nearest hour is enough.")
        case "future":
            return _("This cannot lie in the future. Choose the day and time at which it happened.")
        case "too_old":
            oldest = date_format(trouble.params["oldest"], "j F Y")
            return _("Choose a day from %(oldest)s on.") % {"oldest": oldest}
        case _:
            return ""


def _number_remedy(trouble: Trouble, language: str) -> str:
    example = "1.234,56" if language == "tr" else "1,234.56"
    match trouble.code:
        case "amount":
            return _("Write an amount such as %(example)s.") % {"example": example}
        case "amount_too_precise":
            decimals = trouble.params["decimals"]
            words = ngettext(
                "Use at most %(count)d digit after the point.",
                "use at most %(count)d digits after the point.",
                decimals,
            )
            return words % {"count": decimals}
        case "amount_too_large":
            return _("This amount is too large to be true. Check the digits.")
        case "too_little":
            return _("Write %(minimum)d or more.") % trouble.params
        case "too_much":
            return _("Write %(maximum)d or less.") % trouble.params
        case "number":
            return _("Write a whole number in digits.")
        case "iban":
            return _(
                "A digit does not fit. Copy it from your bank, for example TR33 0006 1005 1978 6457 8413 26."
            )
        case "iban_country":
            return _("Enter an IBAN that begins with: %(countries)s") % trouble.params
        case "tckn":
            return _("Check the eleven digits; the last two are check digits and do not fit.")
        case "phone":
            return _("Write the number with its area code, for example 0532 123 45 67, or +49 … from abroad.")
        case "email":
            return _("Write an address such as name@example.com.")
        case _:
            return _("This does not have the expected form.")
