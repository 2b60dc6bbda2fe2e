"""What the widget says, in the visitor's language, and what is wrong with an answer."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from muhatap.topics.answers import Trouble


def widget_words() -> dict[str, str]:
    """Every text of the widget; `{…}` is filled in by it."""
    return {**_words_before(), **_words_of_talk(), **_words_around()}


def _words_before() -> dict[str, str]:
    return {
        "launch": _("Help"),
        "dialog": _("Live chat"),
        "close": _("Make small"),
        "hello": _("Hello"),
        "open": _("We are here"),
        "wait": _("We are here · about {wait} to wait"),
        "closed": _("We are closed now"),
        "opens": _("Live chat opens {time}"),
        "intro": _("Tell us shortly what it is about, and we connect you."),
        "offline": _("Write to us and we open a case. You get its number at once and the answer by e-mail."),
        "name": _("Your name"),
        "email": _("E-mail"),
        "email_help": _("If the connection breaks, the conversation goes on there."),
        "topic": _("Topic"),
        "choose": _("Choose"),
        "ready": _("Have ready"),
        "by_form": _("Your matter needs documents. The form asks for each of them."),
        "to_form": _("Open the form"),
        "what": _("What happened?"),
        "place": _("Show the agent which page I am on and my device"),
        "draft": _("Show the agent the form that I am filling in"),
        "notice": _("We keep the conversation with your case."),
        "why": _("Personal data"),
        "start": _("Start the chat"),
        "open_case": _("Open a case"),
        "call_back": _("Call me back"),
        "urgent": _("Is it urgent? Call us now: {phone}"),
    }


def _words_of_talk() -> dict[str, str]:
    return {
        "number": _("Case number"),
        "key": _("Key of the case"),
        "promise": _("{promise}: by {time}"),
        "queue": _("You are number {place} in the queue"),
        "queue_wait": _("You are number {place} in the queue · about {wait}"),
        "next": _("You are next"),
        "log": _("Conversation"),
        "me": _("You"),
        "bot": _("Bot, not a person"),
        "system": _("Notice"),
        "joined": _("{name} takes part now"),
        "passed": _("Your conversation goes to a colleague. Nothing has to be told again."),
        "passed_to": _("{name} takes over. Nothing has to be told again."),
        "ended": _("The conversation has ended. If you write again, it goes on in the same case."),
        "writes": _("{name} is writing"),
        "read": _("read"),
        "sending": _("is being sent"),
        "failed": _("not sent yet, we try again"),
        "refused": _("not taken: {why}"),
        "offline_now": _("No connection. What you write is kept and sent later."),
        "online_now": _("The connection is back."),
        "letter": _("A letter of ours"),
    }


def _words_around() -> dict[str, str]:
    return {
        "message": _("Your message"),
        "placeholder": _("Write…"),
        "attach": _("Add a file"),
        "send": _("Send"),
        "new": _("New messages"),
        "new_one": _("New message from {name}: {text}"),
        "masked": _("This looks like a card or identity number. Only its end will be kept."),
        "person": _("I want to talk to a person"),
        "end": _("End the chat"),
        "end_sure": _("End it"),
        "stay": _("Go on"),
        "transcript": _("Mail me the conversation"),
        "mailed": _("The conversation was mailed to you."),
        "download": _("Download the conversation"),
        "track": _("Follow my case"),
        "rate": _("How satisfied are you?"),
        "rate_send": _("Send my answer"),
        "rate_which": _("Please choose a number."),
        "thanks": _("Thank you. Your rating is kept."),
        "comment": _("Would you like to add something?"),
        "wrong": _("Please look at this again"),
        "too_large": _("This file is too large. At most {size} MB."),
        "not_too_large": _("This file is too large. At most {size} MB."),
        "not_files": _("At most five files can be sent at once."),
        "not_file": _("Files of this kind are not taken. A PDF or a picture is."),
        "not_files_lost": _("The browser did not keep the file. Please add it again."),
        "not_too_long": _("The message is too long. Please send it in parts."),
        "not_blocked": _("Nobody can chat from this network now. The form is open to you."),
        "minutes": _("{count} min"),
        "seconds": _("less than a minute"),
        "again": _("Something went wrong. Please try again."),
        "another": _("Begin another conversation"),
        "menu": _("More"),
    }


def survey_words(asked: Mapping[str, str]) -> list[tuple[str, str, int, int, str, str]]:
    """What is asked after a chat: name, question, least, most, and what these two mean."""
    question = asked.get("question") or _("How satisfied are you?")
    rows = [
        ("score", question, 1, 5, _("Not at all"), _("Very")),
        ("effort", asked.get("effort", ""), 1, 7, _("very hard"), _("very easy")),
        ("recommend", asked.get("recommend", ""), 0, 10, _("not at all"), _("in any case")),
    ]
    return [row for row in rows if row[1]]


def trouble_words(trouble: Trouble) -> str:
    """What is wrong with one answer, and what to do."""
    match trouble.code:
        case "required" | "required_or_reason" | "day_missing" | "time_missing":
            return _("Please fill this in.")
        case "choice":
            return _("Please choose one of the list.")
        case "email":
            return _("This is no e-mail address. It looks like name@example.com.")
        case "phone":
            return _("This is no telephone number.")
        case "iban" | "iban_country":
            return _("This IBAN is not right. Please compare it with your bank's.")
        case "tckn":
            return _("This identity number is not right.")
        case "future":
            return _("This time is still to come.")
        case "too_short":
            return _("Please say a little more.")
        case "pattern":
            return _("It should look like %(example)s.") % {"example": trouble.params.get("example", "")}
        case _:
            return _("Please check this value.")


def opening_words(at: datetime, now: datetime) -> str:
    """When the chat opens, in the brand's zone (which is in force)."""
    local, today = timezone.localtime(at), timezone.localtime(now).date()
    clock = date_format(local, "H:i")
    if local.date() == today:
        return _("today at %(clock)s") % {"clock": clock}
    if (local.date() - today).days == 1:
        return _("tomorrow at %(clock)s") % {"clock": clock}
    return _("%(day)s at %(clock)s") % {"day": date_format(local, "j F"), "clock": clock}
