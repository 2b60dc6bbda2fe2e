"""What may help with a case: articles, a topic that fits, whether it is a complaint. Only a hint."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from muhatap.bot import provider
from muhatap.bot.answering import Answer, Quote, answer_to, quotes_for
from muhatap.bot.dissatisfaction import Sign, judge
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.help_centre.library import Shelved, edition_on, shelved_edition, terms_of

_MESSAGES = 20


@dataclass(frozen=True, slots=True)
class Hint:
    """What was found for a case; `signs` are the words that speak for dissatisfaction."""

    answer: Answer
    quotes: tuple[Quote, ...]
    signs: tuple[Sign, ...]
    is_dissatisfied: bool
    has_model: bool


def hint_for(case: Case) -> Hint:
    """The articles and signs for what the customer wrote last."""
    said = _said(case)
    last = next((each.text for each in reversed(said) if each.author == Author.CUSTOMER), case.subject)
    judged = judge(last)
    return Hint(
        answer_to(case.brand, case.language, last),
        quotes_for(case.brand, case.language, last),
        judged.signs,
        judged.is_dissatisfied,
        settings.MUHATAP_MODEL is not None,
    )


def terms_of_day(case: Case) -> list[tuple[Shelved, datetime, datetime | None]]:
    """The terms of the case's topic as they were on the day that the customer named, and their days.

    Without such a day: as they were when the case came.
    """
    if case.topic is None:
        return []
    at = _named_day(case) or case.received_at
    found = [edition_on(case.brand, each.slug, at) for each in terms_of(case.brand, case.topic.code)]
    return [
        (shelved_edition(each, case.brand, case.language), each.published_at, each.replaced_at)
        for each in found
        if each is not None and each.published_at is not None
    ]


def _named_day(case: Case) -> datetime | None:
    answers = case.fields if isinstance(case.fields, dict) else {}
    try:
        at = datetime.fromisoformat(str(answers.get("opted_in_at", "")))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(case.brand.zone))


def drafted(case: Case, task: str) -> str:
    """What the operator's model writes: a `draft` with sources, or a `summary`; `ModelFailed`."""
    if settings.MUHATAP_MODEL is None:
        raise provider.ModelFailed("unreachable")
    model = provider.Model(*settings.MUHATAP_MODEL)
    talk = "\n\n".join(f"{each.author}: {each.text}" for each in _said(case))
    if task == "summary":
        return provider.summary(model, talk)
    quotes = hint_for(case).quotes
    return provider.draft(model, talk, [f"{each.title}: {each.words}" for each in quotes])


def _said(case: Case) -> list[Message]:
    """What customer and staff wrote to each other; notes and erased words stay out."""
    spoken = (Author.CUSTOMER, Author.STAFF)
    rows = Message.objects.filter(case=case, author__in=spoken, erased_at__isnull=True)
    return list(rows.order_by("-id")[:_MESSAGES])[::-1]
