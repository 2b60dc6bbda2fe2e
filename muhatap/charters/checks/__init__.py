"""What the schema cannot say: references, languages, hours, fields, promises, money, guidance and law."""

from __future__ import annotations

from muhatap.charters.checks.brand import check_brand
from muhatap.charters.checks.guidance import check_guidance
from muhatap.charters.checks.guides import check_guides
from muhatap.charters.checks.hours import check_hours
from muhatap.charters.checks.ladder import check_ladder
from muhatap.charters.checks.languages import check_languages
from muhatap.charters.checks.law import Law, check_law
from muhatap.charters.checks.menu import check_menu
from muhatap.charters.checks.money import check_money
from muhatap.charters.checks.promises import check_promises
from muhatap.charters.checks.references import check_references
from muhatap.charters.checks.sheet import Sheet
from muhatap.charters.checks.standing import check_plans, check_standing
from muhatap.charters.checks.surveys import check_surveys
from muhatap.charters.checks.topics import check_topics
from muhatap.charters.errors import Problem
from muhatap.charters.loading import Loaded

_ALL = (
    check_brand,
    check_languages,
    check_hours,
    check_references,
    check_topics,
    check_promises,
    check_ladder,
    check_standing,
    check_plans,
    check_guidance,
    check_guides,
    check_menu,
    check_money,
    check_surveys,
)


def meaning_problems(loaded: Loaded, law: Law) -> list[Problem]:
    """Return every problem of a file that conforms to the schema."""
    sheet = Sheet(loaded)
    for check in _ALL:
        check(sheet)
    check_law(sheet, law)
    return sheet.problems
