"""What is wrong with a value and what to do about it, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_WORDS: dict[str, tuple[Promise, Promise | str]] = {
    "required": (_("A value is needed here."), _("Send it.")),
    "required_or_reason": (
        _("A value is needed here, or a reason why there is none."),
        _("Send the value, or {\"absent\": \"the reason\"}."),
    ),
    "reason": (_("The reason is empty."), _("Say in a few words why there is no value.")),
    "not_text": (_("This is not text."), _("Send a string.")),
    "not_object": (_("This is not an object."), _("Send a JSON object.")),
    "not_list": (_("This is not a list."), _("Send a JSON array.")),
    "wrong": (_("The value cannot be read."), _("See /api/v1/openapi.json for what belongs here.")),
    "condition": (
        _("%(message)s It stands at character %(at)s of the condition."),
        "%(remedy)s",
    ),
    "condition_words": (
        _("The condition asks for words, notes or side conversations."),
        _("List cases by operators such as status:open or topic:PAY-WD only."),
    ),
    "unknown_key": (_("This key is not known."), _("Leave it out. Known are: %(known)s.")),
    "unknown_field": (
        _("The topic has no such field."),
        _("Leave it out, or use one of the topic's fields: %(known)s."),
    ),
    "unknown_topic": (
        _("The brand has no topic “%(given)s”."),
        _("Use a code of GET /api/v1/topics, for example %(known)s."),
    ),
    "unknown_team": (
        _("The brand has no such team."),
        _("Use one of: %(known)s."),
    ),
    "unknown_queue": (
        _("The brand has no such queue."),
        _("Use one of: %(known)s."),
    ),
    "past": (_("This lies in the past."), _("Send a moment that is still to come.")),
    "closed_reason": (
        _("A case is closed with a reason, and only then has one."),
        _("Send closed_reason together with the status closed."),
    ),
    "many_tags": (_("The case would have too many tags."), _("Take some off first; 20 are possible.")),
    "unknown_evidence": (
        _("The topic asks for no evidence “%(given)s”."),
        _("Leave it out, or use one of: %(known)s."),
    ),
    "unknown_language": (
        _("The brand does not speak this language."),
        _("Use one of: %(known)s."),
    ),
    "no_address": (
        _("Neither an e-mail address nor a telephone number is given."),
        _("Send one of them: we answer there."),
    ),
    "few_rows": (_("Too few entries."), _("Send at least %(count)s.")),
    "many_rows": (_("Too many entries."), _("Send at most %(count)s.")),
    "too_short": (_("The text is too short."), _("Send at least %(count)s characters.")),
    "too_long": (
        _("The text is too long."),
        _("Send at most %(count)s characters, and anything longer as an attachment."),
    ),
    "pattern": (_("The value does not have the expected form."), _("It looks like %(example)s.")),
    "choice": (_("This is none of the choices."), _("Use one of: %(choices)s.")),
    "yes_no": (_("This is neither yes nor no."), _("Send true or false.")),
    "day": (_("This is no day of the calendar."), _("Send it as 2026-11-22.")),
    "moment": (
        _("This is no moment that we can read."),
        _("Send it as 2026-11-22T14:30:00+03:00; without an offset it counts in the brand's time zone."),
    ),
    "future": (_("This lies in the future."), _("Send when it happened.")),
    "too_old": (_("This is too long ago."), _("Send a day from %(oldest)s on.")),
    "amount": (
        _("This is no amount."),
        _("Send {\"amount\": \"1250.50\", \"currency\": \"TRY\"} with a point before the fraction."),
    ),
    "amount_too_precise": (
        _("The amount has more decimals than its currency."),
        _("Send at most %(decimals)s decimals."),
    ),
    "amount_too_large": (_("The amount is too large."), _("Check the number of its digits.")),
    "too_little": (_("The value is too small."), _("Send at least %(minimum)s.")),
    "too_much": (_("The value is too large."), _("Send at most %(maximum)s.")),
    "number": (_("This is no whole number."), _("Send a whole number.")),
    "iban": (
        _("This is no valid IBAN."),
        _("Check every character: the check digits do not fit the rest."),
    ),
    "iban_country": (
        _("The IBAN is of a country that is not accepted."),
        _("Send an account of: %(countries)s."),
    ),
    "tckn": (
        _("This is no valid Turkish identity number."),
        _("Send eleven digits; the last two are check digits and do not fit the rest."),
    ),
    "phone": (
        _("This is no telephone number that can exist."),
        _("Send it with the country code, for example +90 532 000 00 00."),
    ),
    "email": (_("This is no e-mail address."), _("Send an address such as name@example.com.")),
    "base64": (_("This is not base64."), _("Encode the bytes with standard base64 and padding.")),
    "file_empty": (_("The file is empty."), _("Attach it again, or leave it out.")),
    "file_too_large": (_("The file is too large."), _("Send a smaller one.")),
    "file_type": (
        _("Files of this type are not accepted (%(detail)s)."),
        _("Send a picture, a PDF or a text document."),
    ),
}  # fmt: skip


def words_of(code: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """What is wrong and the remedy, in the active language; an unknown code gets general words."""
    message, remedy = _WORDS.get(code, _WORDS["wrong"])
    shown = {"example": "", "choices": "", "known": "", "detail": "", **params}
    if "oldest" in shown:
        shown["oldest"] = date_format(shown["oldest"], "Y-m-d")
    return str(message) % shown, str(remedy) % shown
