"""A comment as staff see it: her words, what may be done with them, and what the public would read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.surveys import operations as surveys
from muhatap.surveys.models import DeedVoice, SaidAndDone, SurveyAnswer
from muhatap.surveys.publishing import suggested
from muhatap.surveys.wording import why_words
from muhatap.topics.questions import words


@dataclass(frozen=True, slots=True)
class Line:
    """One comment of the list and how far it is."""

    answer: SurveyAnswer
    topic: str
    state: str


@dataclass(frozen=True, slots=True)
class Face:
    """One comment with what this member of staff may do."""

    answer: SurveyAnswer
    topic: str
    suggestion: str
    reply_suggestion: str
    may_reply: bool
    may_moderate: bool
    is_own_work: bool


def filters() -> list[tuple[str, str]]:
    """What the list can be narrowed to."""
    return [
        ("", _("All")),
        ("waiting", _("To be looked at")),
        ("unanswered", _("Not answered")),
        ("low", _("With a follow-up")),
        ("public", _("Public")),
    ]


def line_of(answer: SurveyAnswer) -> Line:
    """A comment of the list."""
    return Line(answer, topic_words(answer), state_words(answer))


def topic_words(answer: SurveyAnswer) -> str:
    """What the answered case is about."""
    topic = answer.case.topic
    return words(topic.names, (get_language() or "", answer.brand.default_language)) if topic else ""


def deed_words(entry: SaidAndDone) -> tuple[SaidAndDone, str, str, str]:
    """An entry with what was said and done in the reader's language, and who was written to because of it."""
    languages = (get_language() or "", entry.brand.default_language)
    return entry, words(entry.said, languages), words(entry.done, languages), _told(list(entry.voices.all()))


def _told(voices: Sequence[DeedVoice]) -> str:
    if not voices:
        return ""
    written = sum(1 for each in voices if each.message_id)
    left = Counter(why_words(each.why) for each in voices if each.why)
    said = [
        ngettext("%(count)s answer stands behind it", "%(count)s answers stand behind it", len(voices))
        % {"count": len(voices)}
    ]
    if written:
        said.append(
            ngettext("%(count)s person was told", "%(count)s people were told", written) % {"count": written}
        )
    said += [_("%(count)s not: %(why)s") % {"count": count, "why": why} for why, count in left.items()]
    return " · ".join(said)


def face_of(answer: SurveyAnswer, staff: Staff) -> Face:
    """A comment on its own page; the suggestion leaves out who wrote it and whom she names."""
    scope, case = scope_of(staff), answer.case
    owner = [case.owner.name] if case.owner else []
    names = [case.customer.name, *owner]
    return Face(
        answer,
        topic_words(answer),
        answer.published_text or suggested(answer.comment, names),
        answer.published_reply or suggested(answer.reply, names),
        may_reply=answer.replied_at is None and scope.may(Permission.ANSWER_CASES, answer.brand_id),
        may_moderate=scope.may(Permission.ANNOUNCE, answer.brand_id) and case.owner_id != staff.pk,
        is_own_work=case.owner_id == staff.pk,
    )


def state_words(answer: SurveyAnswer) -> str:
    """How far a comment is."""
    if answer.published_at is not None:
        return _("public")
    if answer.kept_inside:
        return _("kept inside")
    if answer.may_publish:
        return _("may be published")
    return _("not to be published")


def refusal_words(refusal: Exception) -> str:
    """Why something was not done, and what to do instead."""
    match refusal:
        case surveys.NoLeave():
            return _("The customer did not allow it, or no words are left. It stays inside.")
        case surveys.OwnWork():
            return _("You had this case. A colleague decides what the public reads of it.")
        case surveys.RepliedAlready():
            return _("Somebody answered meanwhile. Write on in the case.")
        case surveys.NothingSaid():
            return _("Write some words first.")
        case _:
            return _(
                "The customer did not write that. You can only cut: put […] where you leave something out."
            )
