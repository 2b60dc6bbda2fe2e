"""What is wrong with a value and what to do about it, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

_WORDS: dict[str, tuple[str, str]] = {
    "required": (noop("A value is needed here."), noop("Send it.")),
    "required_or_reason": (
        noop("A value is needed here, or a reason why there is none."),
        noop("Send the value, or {\"absent\": \"the reason\"}."),
    ),
    "reason": (noop("The reason is empty."), noop("Say in a few words why there is no value.")),
    "not_text": (noop("This is not text."), noop("Send a string.")),
    "not_object": (noop("This is not an object."), noop("Send a JSON object.")),
    "not_list": (noop("This is not a list."), noop("Send a JSON array.")),
    "wrong": (noop("The value cannot be read."), noop("See /api/v1/openapi.json for what belongs here.")),
    "unknown_key": (noop("This key is not known."), noop("Leave it out. Known are: %(known)s.")),
    "unknown_field": (
        noop("The topic has no such field."),
        noop("Leave it out, or use one of the topic's fields: %(known)s."),
    ),
    "unknown_topic": (
        noop("The brand has no topic “%(given)s”."),
        noop("Use a code of GET /api/v1/topics, for example %(known)s."),
    ),
    "unknown_evidence": (
        noop("The topic asks for no evidence “%(given)s”."),
        noop("Leave it out, or use one of: %(known)s."),
    ),
    "unknown_language": (
        noop("The brand does not speak this language."),
        noop("Use one of: %(known)s."),
    ),
    "no_address": (
        noop("Neither an e-mail address nor a telephone number is given."),
        noop("Send one of them: we answer there."),
    ),
    "few_rows": (noop("Too few entries."), noop("Send at least %(count)s.")),
    "many_rows": (noop("Too many entries."), noop("Send at most %(count)s.")),
    "too_short": (noop("The text is too short."), noop("Send at least %(count)s characters.")),
    "too_long": (
        noop("The text is too long."),
        noop("Send at most %(count)s characters, and anything longer as an attachment."),
    ),
    "pattern": (noop("The value does not have the expected form."), noop("It looks like %(example)s.")),
    "choice": (noop("This is none of the choices."), noop("Use one of: %(choices)s.")),
    "yes_no": (noop("This is neither yes nor no."), noop("Send true or false.")),
    "day": (noop("This is no day of the calendar."), noop("Send it as 2026-11-22.")),
    "moment": (
        noop("This is no moment that we can read."),
        noop("Send it as 2026-11-22T14:30:00+03:00; without an offset it counts in the brand's time zone."),
    ),
    "future": (noop("This lies in the future."), noop("Send when it happened.")),
    "too_old": (noop("This is too long ago."), noop("Send a day from %(oldest)s on.")),
    "amount": (
        noop("This is no amount."),
        noop("Send {\"amount\": \"1250.50\", \"currency\": \"TRY\"} with a point before the fraction."),
    ),
    "amount_too_precise": (
        noop("The amount has more decimals than its currency."),
        noop("Send at most %(decimals)s decimals."),
    ),
    "amount_too_large": (noop("The amount is too large."), noop("Check the number of its digits.")),
    "too_little": (noop("The value is too small."), noop("Send at least %(minimum)s.")),
    "too_much": (noop("The value is too large."), noop("Send at most %(maximum)s.")),
    "number": (noop("This is no whole number."), noop("Send a whole number.")),
    "iban": (
        noop("This is no valid IBAN."),
        noop("Check every character: the check digits do not fit the rest."),
    ),
    "iban_country": (
        noop("The IBAN is of a country that is not accepted."),
        noop("Send an account of: %(countries)s."),
    ),
    "tckn": (
        noop("This is no valid Turkish identity number."),
        noop("Send eleven digits; the last two are check digits and do not fit the rest."),
    ),
    "phone": (
        noop("This is no telephone number that can exist."),
        noop("Send it with the country code, for example +90 532 000 00 00."),
    ),
    "email": (noop("This is no e-mail address."), noop("Send an address such as name@example.com.")),
    "base64": (noop("This is not base64."), noop("Encode the bytes with standard base64 and padding.")),
    "file_empty": (noop("The file is empty."), noop("Attach it again, or leave it out.")),
    "file_too_large": (noop("The file is too large."), noop("Send a smaller one.")),
    "file_type": (
        noop("Files of this type are not accepted (%(detail)s)."),
        noop("Send a picture, a PDF or a text document."),
    ),
}  # fmt: skip


def words_of(code: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """What is wrong and the remedy, in the active language; an unknown code gets general words."""
    message, remedy = _WORDS.get(code, _WORDS["wrong"])
    shown = {"example": "", "choices": "", "known": "", "detail": "", **params}
    if "oldest" in shown:
        shown["oldest"] = date_format(shown["oldest"], "Y-m-d")
    return gettext(message) % shown, gettext(remedy) % shown


def knows(code: str) -> bool:
    """Whether there are words for this code."""
    return code in _WORDS
