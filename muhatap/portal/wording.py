"""What is wrong with an answer, in words that name the field and the remedy."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.files.operations import FileRefused
from muhatap.topics.answers import Trouble
from muhatap.ui.furniture import size_words


def trouble_words(trouble: Trouble, label: str, language: str) -> str:
    """The message of one trouble: the field's label first, then what to do."""
    return f"{label.rstrip(' :')}: {_remedy(trouble, language)}"


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
            return _("please answer this.")
        case "required_or_reason":
            return _("please answer this, or say below why you do not have it.")
        case "evidence":
            return _("please add a file, or say below why you cannot send it.")
        case "choice":
            return _("choose one of the answers.")
        case "too_short":
            count = params["count"]
            words = ngettext(
                "write at least %(count)d character.", "write at least %(count)d characters.", count
            )
            return words % {"count": count}
        case "too_long":
            return _("please shorten it by %(surplus)d characters; %(count)d fit.") % params
        case "pattern":
            if not params.get("example"):
                return _("this does not have the expected form.")
            return _("write it like this: %(example)s") % params
        case "few_rows":
            words = ngettext(
                "fill in at least %(count)d entry.", "fill in at least %(count)d entries.", params["count"]
            )
            return words % params
        case _:
            return _time_remedy(trouble) or _number_remedy(trouble, language)


def _time_remedy(trouble: Trouble) -> str:
    match trouble.code:
        case "day":
            return _("choose a day of the calendar, for example 12.11.2026.")
        case "time":
            return _("write a time of day, for example 14:30.")
        case "day_missing":
            return _("choose the day as well.")
        case "time_missing":
            return _("write the time as well; the nearest hour is enough.")
        case "future":
            return _("this cannot lie in the future. Choose the day and time at which it happened.")
        case "too_old":
            oldest = date_format(trouble.params["oldest"], "j F Y")
            return _("choose a day from %(oldest)s on.") % {"oldest": oldest}
        case _:
            return ""


def _number_remedy(trouble: Trouble, language: str) -> str:
    example = "1.234,56" if language == "tr" else "1,234.56"
    match trouble.code:
        case "amount":
            return _("write an amount such as %(example)s.") % {"example": example}
        case "amount_too_precise":
            decimals = trouble.params["decimals"]
            words = ngettext(
                "use at most %(count)d digit after the point.",
                "use at most %(count)d digits after the point.",
                decimals,
            )
            return words % {"count": decimals}
        case "amount_too_large":
            return _("this amount is too large to be true. Check the digits.")
        case "too_little":
            return _("write %(minimum)d or more.") % trouble.params
        case "too_much":
            return _("write %(maximum)d or less.") % trouble.params
        case "number":
            return _("write a whole number in digits.")
        case "iban":
            return _(
                "a digit does not fit. Copy it from your bank, for example TR33 0006 1005 1978 6457 8413 26."
            )
        case "iban_country":
            return _("enter an IBAN that begins with: %(countries)s") % trouble.params
        case "tckn":
            return _("check the eleven digits; the last two are check digits and do not fit.")
        case "phone":
            return _("write the number with its area code, for example 0532 123 45 67, or +49 … from abroad.")
        case "email":
            return _("write an address such as name@example.com.")
        case _:
            return _("this does not have the expected form.")
