"""What a form says of a problem, read and judged."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from muhatap.accounts.queries import colleagues_in
from muhatap.brands.models import Brand
from muhatap.problems.models import Problem
from muhatap.problems.operations import MOST_WHYS, Description
from muhatap.topics.queries import topics_of


class WrongForm(ValueError):
    """The form says what cannot be; the words say what to do."""


_LINES = ("title", "provider", "error_code", "promotion", "app_version")
_TEXTS = ("root_cause", "workaround", "fix", "improvement")
_IMPROVES = {"yes": True, "no": False}


def description_in(given: QueryDict, brand: Brand, staff_id: int) -> Description:
    """What the form says; `WrongForm` where that is no problem."""
    people = {each.pk: each for each in colleagues_in(brand.id)}
    owner = people.get(_number(given.get("owner", "")) or staff_id)
    title = given.get("title", "").strip()
    if not title:
        raise WrongForm(_("Write a title."))
    if owner is None:
        raise WrongForm(_("Choose an owner who works for this brand."))
    known = {topic.code for topic in topics_of(brand.id)}
    severity = _number(given.get("severity", "3"))
    if severity not in {1, 2, 3, 4}:
        raise WrongForm(_("Choose how grave it is, from 1 to 4."))
    return Description(
        owner=owner,
        titles={code: given.get(f"title-{code}", "")[:160] for code in brand.languages},
        severity=severity,
        topics=[code for code in given.getlist("topic") if code in known],
        affected_brands=[code for code in given.getlist("brand") if code != brand.code][:20],
        fixed_on=_day(given.get("fixed_on", "")),
        whys=_whys(given),
        improves=_IMPROVES.get(given.get("improves", "")),
        **{name: given.get(name, "")[:160] for name in _LINES},
        **{name: given.get(name, "")[:20_000] for name in _TEXTS},
    )


def shown_of(problem: Problem) -> dict[str, Any]:
    """What stands in the form of a problem."""
    return {
        **{name: getattr(problem, name) for name in (*_LINES, *_TEXTS)},
        "error_code": problem.error_written,
        "owner": problem.owner_id,
        "severity": problem.severity,
        "topics": problem.topics,
        "brands": problem.affected_brands,
        "fixed_on": problem.fixed_on.isoformat() if problem.fixed_on else "",
        "improves": {True: "yes", False: "no", None: ""}[problem.improves],
        "titles": problem.titles,
        "whys": _five(problem.whys),
    }


def typed_in(given: QueryDict, brand: Brand) -> dict[str, Any]:
    """What stood in the form when it was refused."""
    return {
        **{name: given.get(name, "") for name in (*_LINES, *_TEXTS, "fixed_on", "improves")},
        "owner": _number(given.get("owner", "")),
        "severity": _number(given.get("severity", "")) or 3,
        "topics": given.getlist("topic"),
        "brands": given.getlist("brand"),
        "titles": {code: given.get(f"title-{code}", "") for code in brand.languages},
        "whys": _five(_whys(given)),
    }


def by_language(given: Mapping[str, str], name: str, brand: Brand, longest: int) -> dict[str, str]:
    """A text in every language of the brand."""
    return {code: given.get(f"{name}-{code}", "").strip()[:longest] for code in brand.languages}


def _whys(given: QueryDict) -> list[str]:
    return [each[:500] for each in given.getlist("why")[:MOST_WHYS]]


def _five(whys: Sequence[str]) -> list[str]:
    return [*whys, *[""] * MOST_WHYS][:MOST_WHYS]


def _number(written: object) -> int | None:
    text = str(written)
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 20 else None


def _day(written: str) -> date | None:
    if not written.strip():
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise WrongForm(_("Write the day of the fix as year-month-day.")) from None
