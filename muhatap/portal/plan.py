"""What one topic's form asks: the guided questions, the topic's own, and how to reach the writer."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from muhatap.channels.adapters.web_form.submission import EMAIL, NAME, PHONE, STORY, WANTED
from muhatap.channels.shown_notices import notices_shown as notices_shown
from muhatap.topics.models import Topic
from muhatap.topics.questions import EvidenceItem, Question, evidence_of, questions_of, words

GENTLE_LENGTH = 1500
WHEN = "happened_at"
_PAST = frozenset({"past_datetime", "past_date"})
# What every form of the default taxonomy asks about the writer, not about the matter.
_ABOUT_WRITER = frozenset({"customer_number", "support_need", "circumstances", "representative"})


@dataclass(frozen=True, slots=True)
class FormPlan:
    """The questions of a form in the three parts in which they are asked, and the evidence."""

    story: tuple[Question, ...]
    details: tuple[Question, ...]
    contact: tuple[Question, ...]
    evidence: tuple[EvidenceItem, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order in which they stand on the page."""
        return (*self.details, *self.story, *self.contact)

    def question(self, code: str) -> Question | None:
        """The question with this code."""
        return next((each for each in self.questions if each.code == code), None)


@dataclass(frozen=True, slots=True)
class QuickFix:
    """One thing to try before writing."""

    text: str
    link: str


def plan_of(topic: Topic, languages: Sequence[str]) -> FormPlan:
    """What the form of a topic asks; a guided question gives way to one that the charter asks itself."""
    own = questions_of(topic.fields, languages)
    taken = {each.code for each in own}
    has_moment = any(each.kind in _PAST and each.required for each in own)
    story = [each for each in _guided() if each.code not in taken]
    if has_moment or WHEN in taken or topic.kind == "privacy":
        story = [each for each in story if each.code != WHEN]
    about_writer = [each for each in own if each.code in _ABOUT_WRITER]
    contact = (*(each for each in _contact() if each.code not in taken), *about_writer)
    evidence = evidence_of(topic.evidence, languages) or (_any_file(),)
    matter = tuple(each for each in own if each.code not in _ABOUT_WRITER)
    return FormPlan(tuple(story), matter, contact, evidence)


def fixes_of(topic: Topic, languages: Sequence[str]) -> list[QuickFix]:
    """The quick fixes that are shown before the web form."""
    return [
        QuickFix(words(each.get("text"), languages), each.get("link", ""))
        for each in topic.quick_fixes
        if "web_form" in (each.get("channels") or ["web_form"])
    ]


def ready_of(topic: Topic, languages: Sequence[str]) -> list[str]:
    """What to have ready before the form is begun."""
    return [words(each, languages) for each in topic.ready]


def _guided() -> tuple[Question, ...]:
    return (
        Question(
            code=STORY,
            kind="long_text",
            label=_("What happened?"),
            help=_("Write shortly and clearly. Do not write passwords or your whole card number."),
            required=True,
            min_length=5,
        ),
        Question(
            code=WHEN,
            kind="past_datetime",
            label=_("When did it happen?"),
            help=_("If you do not know exactly, the nearest day and time is enough."),
            required=True,
        ),
        Question(
            code=WANTED,
            kind="long_text",
            label=_("What do you want from us?"),
            help=_("One sentence is enough, for example: send the money to my account."),
            required=True,
        ),
    )


def _any_file() -> EvidenceItem:
    return EvidenceItem(code="other", label=_("Files that show it"), kind="screenshot")


def _contact() -> tuple[Question, ...]:
    return (
        Question(code=NAME, kind="text", label=_("Your name"), required=True, max_length=200),
        Question(
            code=EMAIL,
            kind="email",
            label=_("Your e-mail address"),
            help=_("We send the number of your case and every answer to it."),
            required=True,
        ),
        Question(
            code=PHONE,
            kind="phone",
            label=_("Your telephone number"),
            help=_("Only if you would like us to call you."),
        ),
    )
