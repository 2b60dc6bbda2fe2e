"""Courses and sessions as forms give them and pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import get_language

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.quality import queries
from muhatap.quality.models import TrainingSession
from muhatap.quality.operations import Outline
from muhatap.quality.scoring import sheet_from
from muhatap.routing.queries import skills_of_brand
from muhatap.topics.questions import words


@dataclass(frozen=True, slots=True)
class SessionFace:
    """A session in a list."""

    session: TrainingSession
    free: int
    is_enrolled: bool
    has_begun: bool


def session_faces(sessions: Iterable[TrainingSession], staff: Staff, at: datetime) -> list[SessionFace]:
    """Sessions with their free seats, and whether she has one."""
    found = []
    for each in sessions:
        seats = [seat.staff_id for seat in each.attendances.all()]
        free = max(0, each.seats - len(seats))
        found.append(SessionFace(each, free, staff.pk in seats, each.begins_at <= at))
    return found


def course_in(given: QueryDict, brand: Brand) -> Outline:
    """A course as its form gave it; ValueError where its months are no number."""
    months = given.get("months", "").strip()
    skill = given.get("skill", "")
    known = {code for code, _ in skills_offered(brand)}
    lines = {code for code, _, _ in lines_offered(brand, ())}
    return Outline(
        name=given.get("name", "")[:160],
        kind=given.get("kind", ""),
        about=given.get("about", "")[:2000],
        is_mandatory="mandatory" in given,
        valid_months=int(months[:4]) if months else None,
        skill=skill if skill in known else "",
        criteria=tuple(each for each in given.getlist("criterion") if each in lines),
    )


def skills_offered(brand: Brand) -> list[tuple[str, str]]:
    """The skills that routing knows, by name."""
    languages = (get_language() or "", brand.default_language)
    return [(each.code, words(each.names, languages) or each.code) for each in skills_of_brand(brand.id)]


def lines_offered(brand: Brand, chosen: Sequence[str]) -> list[tuple[str, str, bool]]:
    """The lines of the scorecards in use, and whether the course names them."""
    found = {
        each.code: each.text
        for card in queries.scorecards_of([brand.id])
        for each in sheet_from(card.sheet).criteria
    }
    return [(code, text, code in chosen) for code, text in found.items()]
