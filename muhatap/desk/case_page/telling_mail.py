"""What the facts about readers, side conversations and linked cases say to staff."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from muhatap.cases.statuses import ParticipantRole
from muhatap.customers.telling import Telling
from muhatap.desk.case_page.people import role_words
from muhatap.desk.proof_of_customer import proof_words
from muhatap.desk.sensitive import ACTS
from muhatap.desk.telling_wishes import telling_words

Told = Mapping[str, Any]


def _named(told: Told, names: object) -> str:
    if told["role"] == ParticipantRole.SUGGESTED:
        return _("The customer’s mail went to somebody else too")
    return _("Somebody beside the customer: %(role)s") % {"role": role_words(told["role"])}


def _awaited(told: Told, names: object) -> str:
    if told["awaited"]:
        return _("The case waits for the answer of a side conversation")
    return _("The awaited answer of a side conversation came")


def _linked(told: Told, names: object) -> str:
    return _("Linked with case %(number)s") % {"number": told["other_number"]}


def _customer(told: Told, names: object) -> str:
    if told["reason"] == "parted":
        return _("The case is again the customer’s as whose it came: two who were joined are two people")
    return _("The case is another customer’s now: two turned out to be one person")


def _corrected(told: Told, names: object) -> str:
    return _("Wrote answers of the topic: %(answers)s") % {"answers": ", ".join(told["answers"])}


def _confirmed(told: Told, names: object) -> str:
    return _("Made sure who the customer is: %(how)s") % {"how": proof_words(told["how"])}


def _telling(told: Told, names: object) -> str:
    wishes = {"by": told["told_by"], "large": told["is_large"], "quiet": list(told["quiet"])}
    said = ", ".join(telling_words(Telling.of(wishes), told["language"]))
    if told["is_everywhere"]:
        return _("The customer wishes to be told so, in all her cases: %(wishes)s") % {"wishes": said}
    return _("The customer wishes to be told so, in this case: %(wishes)s") % {"wishes": said}


def _wanted(told: Told, names: object) -> str:
    return _("The customer wants surveys again")


def _card(told: Told, names: object) -> str:
    match told["outcome"]:
        case "matched":
            return _("Read the account in the operator’s system")
        case "unmatched":
            return _("The operator’s system says that the number is not this customer’s")
        case _:
            return _("The operator’s system did not answer")


def _opened(told: Told, names: object) -> str:
    match told["what"]:
        case "pictures":
            return _("Loaded the outside pictures of a mail")
        case "download":
            return _("Downloaded a mail as it came")
        case _:
            return _("Looked at the source of a mail")


def _sensitive(told: Told, names: object) -> str:
    known = {"act": ACTS.get(told["action"], told["action"]), "level": told["level"]}
    return _("%(act)s: done at level %(level)s") % known


# The messages themselves tell these.
MAIL_ELSEWHERE = frozenset(
    {"message.addressed", "message.participant_wrote", "side.opened", "side.message_posted"}
)
MAIL_WORDS: dict[str, tuple[str, Callable[[Told, Any], str]]] = {
    "participant.named": ("users", _named),
    "side.awaited": ("pause", _awaited),
    "case.linked": ("link", _linked),
    "case.answers_corrected": ("list", _corrected),
    "case.identity_confirmed": ("shield", _confirmed),
    "account_card.read": ("link", _card),
    "mail.wanted": ("mail", _wanted),
    "case.sensitive_act_done": ("shield", _sensitive),
    "case.telling_changed": ("user", _telling),
    "case.customer_changed": ("users", _customer),
    "message.source_opened": ("search", _opened),
}
