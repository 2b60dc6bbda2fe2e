"""What the linter found, for the one who writes: why it matters and how to put it right."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.letters.linting.facts import Flaw

# Rule: what is wrong and why, and what to do.
_SAID: Mapping[str, tuple[Promise, Promise]] = {
    "number_missing": (
        gettext_lazy("The case number is missing, so the customer cannot refer to this letter."),
        gettext_lazy("Write the number %(about)s."),
    ),
    "summary_missing": (
        gettext_lazy("There is no short summary at the beginning."),
        gettext_lazy("Begin with the heading “In short” and at most five lines."),
    ),
    "summary_long": (
        gettext_lazy("The summary has %(about)s lines; one to five are read."),
        gettext_lazy("Keep the outcome, what we do, by when, and where else one can go."),
    ),
    "summary_late": (
        gettext_lazy("The summary stands behind the points."),
        gettext_lazy("Put it at the beginning."),
    ),
    "point_unanswered": (
        gettext_lazy("Point %(about)s is not answered. Every point raised gets an answer."),
        gettext_lazy("Write a paragraph that begins with “%(about)s.”, with the decision and its reason."),
    ),
    "decision_missing": (
        gettext_lazy("Point %(about)s does not say how it is decided."),
        gettext_lazy("Say it in words: we uphold, we partly uphold, or we do not uphold this point."),
    ),
    "decision_differs": (
        gettext_lazy("Point %(about)s says something else than what was decided."),
        gettext_lazy("Write the decision as it was drafted, or draft it anew."),
    ),
    "reason_missing": (
        gettext_lazy("Point %(about)s gives no reason."),
        gettext_lazy("Write in a sentence or two what was found and why it is decided so."),
    ),
    "outcome_missing": (
        gettext_lazy("The letter does not say how the complaint as a whole is decided."),
        gettext_lazy("Say in the summary: we uphold, we partly uphold, or we do not uphold your complaint."),
    ),
    "outcome_differs": (
        gettext_lazy("The letter says something else about the whole than what was decided."),
        gettext_lazy("Write the outcome as it was drafted, or draft the decision anew."),
    ),
    "remedy_missing": (
        gettext_lazy("What the customer gets is missing."),
        gettext_lazy("Write: %(about)s"),
    ),
    "remedy_day_missing": (
        gettext_lazy("The day by which it is carried out is missing."),
        gettext_lazy("Write the day %(about)s."),
    ),
    "appeal_missing": (
        gettext_lazy("The letter does not say how to appeal within the house."),
        gettext_lazy("Write how, and that somebody who never worked on the case looks at it again."),
    ),
    "final_missing": (
        gettext_lazy("The letter does not say that this is our final decision."),
        gettext_lazy("Write that this is our final decision and that the matter can go outside now."),
    ),
    "body_missing": (
        gettext_lazy("The outside body %(about)s is not named. The law and the charter promise it."),
        gettext_lazy("Write its name and how to go there."),
    ),
    "body_day_missing": (
        gettext_lazy("The last day for %(name)s is missing or wrong."),
        gettext_lazy("Write the last day: %(day)s."),
    ),
    "new_date_missing": (
        gettext_lazy("The new date of our answer is missing."),
        gettext_lazy("Write the day %(about)s."),
    ),
    "why_late_missing": (
        gettext_lazy("The letter does not say why the answer is late."),
        gettext_lazy("Write what we are waiting for, or what went wrong."),
    ),
    "settled_missing": (
        gettext_lazy("The letter does not say that we take the matter as settled."),
        gettext_lazy("Write that it is settled, and what the customer can do if it is not."),
    ),
    "fresh_eyes_missing": (
        gettext_lazy("The letter does not say who looks at the appeal."),
        gettext_lazy("Write that somebody who never worked on the case looks at everything again."),
    ),
    "opens_again_missing": (
        gettext_lazy("The letter does not say that the complaint can be opened again."),
        gettext_lazy("Write that a message opens it again, and until when."),
    ),
    "route_nowhere": (
        gettext_lazy("The charter names no outside body for this customer, so the letter leads nowhere."),
        gettext_lazy("Ask compliance which body it is; it belongs in the charter."),
    ),
    "refusal_missing": (
        gettext_lazy("The letter does not say clearly that the payment is refused."),
        gettext_lazy("Say it in one sentence: we cannot pay this out."),
    ),
    "because_missing": (
        gettext_lazy("The reason is missing."),
        gettext_lazy("Write why, in words that the customer can check: %(about)s"),
    ),
    "amount_missing": (
        gettext_lazy("The sum is missing."),
        gettext_lazy("Write the sum with its currency: %(about)s"),
    ),
    "payday_missing": (
        gettext_lazy("The day of the payment is missing."),
        gettext_lazy("Write the day %(about)s."),
    ),
    "reference_missing": (
        gettext_lazy("The reference of the payment is missing."),
        gettext_lazy("Write it, so that the customer’s bank can find the payment: %(about)s"),
    ),
    "verified_missing": (
        gettext_lazy("The letter does not say that the documents are verified."),
        gettext_lazy("Say it in one sentence: your account is verified."),
    ),
    "not_here_missing": (
        gettext_lazy("The letter does not say that this cannot be done on this channel."),
        gettext_lazy("Say it in one sentence, without blame and without any account detail."),
    ),
    "safe_way_missing": (
        gettext_lazy("The safe way is missing: where the customer can go on."),
        gettext_lazy("Write the address %(about)s."),
    ),
    "moment_missing": (
        gettext_lazy("The moment at which we received the report is missing; it proves that it was in time."),
        gettext_lazy("Write the moment %(about)s."),
    ),
    "part_missing": (
        gettext_lazy("The notice of a breach lacks a part: %(about)s."),
        gettext_lazy("Write what is known of it, or that it is not known yet."),
    ),
    "signature_missing": (
        gettext_lazy("Nobody has signed. A person answers for this letter."),
        gettext_lazy("Sign with the name %(about)s."),
    ),
    "secret_card": (
        gettext_lazy("There is a card number in the letter."),
        gettext_lazy("Take it out; the last four digits are enough."),
    ),
    "secret_iban": (
        gettext_lazy("There is an IBAN in the letter."),
        gettext_lazy("Take it out; the last four digits are enough."),
    ),
    "secret_tckn": (
        gettext_lazy("There is an identity number in the letter."),
        gettext_lazy("Take it out; nobody needs it to read this letter."),
    ),
    "secret_cvv": (
        gettext_lazy("There is a security code of a card in the letter."),
        gettext_lazy("Take it out; it may be kept nowhere."),
    ),
    "secret_masked": (
        gettext_lazy("There is a masked number in the letter: %(about)s."),
        gettext_lazy("Say it in words instead, for instance: your card that ends with 1234."),
    ),
    "other_number": (
        gettext_lazy("%(about)s is the number of a case of somebody else."),
        gettext_lazy("Take it out. A letter names only this customer’s cases."),
    ),
    "unfilled": (
        gettext_lazy("A place was not filled: %(about)s."),
        gettext_lazy("Write what belongs there, or take it out."),
    ),
    "closed_platform": (
        gettext_lazy("The European platform for online disputes closed on 20 July 2025."),
        gettext_lazy("Take the link out; it leads nowhere."),
    ),
    "internal": (
        gettext_lazy("“%(about)s” is a word for ourselves."),
        gettext_lazy("Say who does what, in words that the customer knows."),
    ),
    "note_quoted": (
        gettext_lazy("These words stand in an internal note: “%(about)s”."),
        gettext_lazy("Say it in other words; notes are not for the customer."),
    ),
    "blame": (
        gettext_lazy("“%(about)s” blames the customer."),
        gettext_lazy("Say what happened and what we do, not whose fault it was."),
    ),
    "advertising": (
        gettext_lazy("“%(about)s” is advertising. An answer to a complaint must not advertise anything."),
        gettext_lazy("Take it out."),
    ),
    "tipping_off": (
        gettext_lazy("“%(about)s” may tell of a report that nobody may be told of."),
        gettext_lazy("Ask compliance for the wording that may be used."),
    ),
    "jargon": (
        gettext_lazy("“%(about)s” is legal language and not explained."),
        gettext_lazy("Use an everyday word, or explain it in brackets right behind."),
    ),
    "wrong_language": (
        gettext_lazy("The letter is not in the customer’s language."),
        gettext_lazy("Write it in the language of the case."),
    ),
    "too_long": (
        gettext_lazy("The letter is too long: %(about)s words, at most 1,200."),
        gettext_lazy("Keep to what was asked and decided; put papers into attachments."),
    ),
    "too_short": (
        gettext_lazy("The letter has only %(about)s words."),
        gettext_lazy("Answer every point with its reason."),
    ),
    "hard_to_read": (
        gettext_lazy("The letter is very hard to read: %(about)s of 100."),
        gettext_lazy("Write shorter sentences and shorter words."),
    ),
    "could_be_plainer": (
        gettext_lazy("The letter could be plainer: %(about)s of 100."),
        gettext_lazy("Shorter sentences help most."),
    ),
}


def flaw_words(flaw: Flaw) -> tuple[str, str]:
    """What is wrong and why it matters, and what to do, in the reader's language."""
    why, remedy = _SAID[flaw.rule]
    name, _bar, day = flaw.about.partition("|")
    known = {"about": flaw.about, "name": name, "day": day}
    return str(why) % known, str(remedy) % known


def place_words(flaw: Flaw) -> str:
    """Where it stands."""
    return _("Line %(line)s") % {"line": flaw.line} if flaw.line else _("Whole letter")


RULES = tuple(_SAID)
