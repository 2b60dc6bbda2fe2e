"""What the built-in bot says around its quotes, and a talk written down."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from muhatap.bot.answering import Answer
from muhatap.bot.models import Line, Who
from muhatap.bot.wishes import ANGER, DANGER, IDENTITY, MONEY, PERSON


def answer_words(answer: Answer) -> str:
    """The bot's own words; the quotes stand beside them."""
    match answer.kind:
        case "greeting":
            return _("Hello. I am a bot and answer from our help articles. What is it about?")
        case "quotes" if answer.reason:
            return _("Our articles say this. A person can look at your own case: shall I hand it over?")
        case "quotes":
            return _("Our articles say this. Does it help?")
        case "person":
            return person_words(answer)
    return _("I find no article about this, and I do not guess. A person can answer you.")


def person_words(answer: Answer) -> str:
    """Why a person takes over."""
    if answer.is_complaint:
        return _("I am sorry about this. A person registers it as a complaint and answers in writing.")
    return {
        PERSON: _("A person takes over. Tell us how we reach you; what you wrote goes along."),
        ANGER: _("A person takes over. Tell us how we reach you; what you wrote goes along."),
        DANGER: _("This is urgent and belongs to a person at once. Please send it now."),
        MONEY: _("It is about your money, so a person looks at it."),
        IDENTITY: _("It is about your identity or your account, so a person looks at it."),
    }.get(answer.reason, _("A person takes over. Tell us how we reach you; what you wrote goes along."))


def chat_words(answer: Answer) -> str:
    """The bot's own words in a live chat, where a person can be had at once and knows how to reach her."""
    if answer.kind == "quotes" and answer.reason:
        return _("Our articles say this. For your own case a person takes over here.")
    if answer.kind == "unknown":
        return _("I find no article about this, and I do not guess. A person takes over here.")
    if answer.kind == "person" and answer.reason in {PERSON, ANGER, DANGER} and not answer.is_complaint:
        return _("A person takes over here. What you wrote goes along.")
    return answer_words(answer)


def transcript_of(lines: Sequence[Line]) -> str:
    """The whole talk as text, for the case."""
    names = {Who.VISITOR: _("Customer"), Who.BOT: _("Bot")}
    return "\n\n".join(f"{names[Who(each.who)]}: {_with_links(each)}" for each in lines)


def _with_links(line: Line) -> str:
    quotes = line.said.get("quotes") or []
    said = "\n".join(f"> {each['title']}: {each['words']}" for each in quotes)
    return f"{line.text}\n{said}".strip()
