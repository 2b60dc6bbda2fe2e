"""The addresses of chats, which learn here where to count, rate, and ask for promises."""

from datetime import datetime, timedelta

from django.urls import URLPattern, URLResolver, include, path

from muhatap.bot.queries import takes_part_in_chats
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.channels.adapters.in_app.urls import app_urls
from muhatap.channels.adapters.live_chat.urls import chat_urls
from muhatap.channels.visitors.surroundings import Rating, Surroundings
from muhatap.kernel.actors import Actor
from muhatap.portal.operations.limiting import Limit, count_attempt
from muhatap.promises import telling
from muhatap.surveys import operations as surveys
from muhatap.surveys.queries import is_asked_in_chat

_VISITOR = Actor.customer(None)
LIMITS = {
    "chat_start": Limit("chat_start", 20, timedelta(hours=1)),
    "chat_write": Limit("chat_write", 40, timedelta(minutes=1)),
    "chat_network": Limit("chat_network", 400, timedelta(minutes=1)),
    "chat_transcript": Limit("chat_mail", 5, timedelta(hours=1)),
    "app_session": Limit("app_session", 600, timedelta(hours=1)),
}


def count(what: str, who: str, at: datetime) -> datetime | None:
    """Count an attempt; the time to try again when there were too many."""
    return count_attempt(limit=LIMITS[what], who=who, by=_VISITOR, at=at)


def rate(case: Case, rating: Rating, at: datetime) -> bool:
    """Keep a rating; False where there is one."""
    answer = surveys.Answer(
        score=rating.score, effort=rating.effort, recommend=rating.recommend, comment=rating.comment
    )
    try:
        surveys.answer_survey(case=case, answer=answer, by=_VISITOR, at=at)
    except (surveys.AnsweredAlready, surveys.SurveyOver):
        return False
    return True


def asks(case: Case, at: datetime) -> bool:
    """Whether the end of a chat asks its visitor: not somebody who was asked lately, nor twice."""
    return case.brand.survey.get("enabled", True) and is_asked_in_chat(case, at)


def promise(case: Case, language: str, at: datetime) -> tuple[str, datetime] | None:
    """The next promise of a case and its latest time."""
    made = [each for each in telling.promises_made(case) if each.limit_at > at]
    first = min(made, key=lambda each: each.limit_at, default=None)
    return (first.name, first.limit_at) if first else None


def has_bot(brand: Brand) -> bool:
    """Whether a bot takes part in new chats of the brand before a person does."""
    return takes_part_in_chats(brand)


AROUND = Surroundings(count=count, rate=rate, asks=asks, promise=promise, has_bot=has_bot)

urlpatterns: list[URLPattern | URLResolver] = [
    path("chat/", include(chat_urls(AROUND))),
    path("app/", include(app_urls(AROUND))),
]
