"""What a coach needs before a talk: who is due, what reviews say line by line, which course helps."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.quality import queries
from muhatap.quality.models import Course
from muhatap.quality.queries import AgentStanding
from muhatap.quality.scoring import WORTH, Criterion, Mark, sheet_from


def standings_in(
    brands: Sequence[Brand], staff: Staff, today: date
) -> list[tuple[Brand, list[AgentStanding]]]:
    """Who answers in these brands, by name and without herself."""
    return [
        (brand, [each for each in queries.agents_due(brand, today) if each.staff.pk != staff.pk])
        for brand in brands
    ]


def criteria_of(brand: Brand, agent: Staff) -> list[tuple[Criterion, int | None]]:
    """The lines of the scorecards in use with the agent's share in her last reviews, the lowest first."""
    lines = {
        each.code: each
        for card in queries.scorecards_of([brand.id])
        for each in sheet_from(card.sheet).criteria
    }
    given: dict[str, list[Any]] = {}
    for review in queries.finished_reviews(brand, agent):
        for code, mark in review.marks.items():
            if mark in WORTH:
                given.setdefault(code, []).append(WORTH[Mark(mark)])
    shares = {code: round(100 * sum(worth) / len(worth)) for code, worth in given.items()}
    found = [(each, shares.get(code)) for code, each in lines.items()]
    return sorted(found, key=lambda pair: (pair[1] is None, pair[1] or 0, pair[0].text))


def courses_for(brand: Brand, codes: Iterable[str]) -> list[tuple[str, Course]]:
    """Courses of the catalogue that help with these lines, by line."""
    wanted = set(codes)
    return [
        (code, course)
        for course in queries.courses_of_brand(brand)
        for code in course.criteria
        if code in wanted
    ]
