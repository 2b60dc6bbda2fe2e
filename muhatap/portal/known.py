"""Known issues as the public reads them, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from muhatap.brands.models import Brand
from muhatap.problems.models import KnownIssue
from muhatap.problems.queries import (
    issue_claimed,
    issues_fixed_lately,
    issues_named,
    known_issues,
    topic_for,
    versions_of_issue,
)
from muhatap.topics.queries import topics_of
from muhatap.topics.questions import words

_FORM_KINDS = frozenset({"request", "refund", "identity"})


@dataclass(frozen=True, slots=True)
class IssueFace:
    """A known issue: what happens, what to do meanwhile, and where to say “I have this too”."""

    number: int
    version: int
    title: str
    text: str
    meanwhile: str
    article: str
    error_code: str
    since: datetime
    changed_at: datetime
    place: str
    ended_at: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """The same facts for programs."""
        return {
            "issue": f"P-{self.number}",
            "version": self.version,
            "title": self.title,
            "text": self.text,
            "meanwhile": self.meanwhile,
            "article": self.article or None,
            "error_code": self.error_code or None,
            "since": self.since.isoformat(),
            "changed_at": self.changed_at.isoformat(),
            "ended_at": self.ended_at.isoformat() if self.ended_at else None,
            "page": self.place,
        }


def issue_faces(brand: Brand, languages: tuple[str, ...]) -> list[IssueFace]:
    """What customers meet now."""
    return [face_of(each, languages) for each in known_issues(brand)]


def fixed_faces(brand: Brand, languages: tuple[str, ...], at: datetime) -> list[IssueFace]:
    """What was fixed within the last thirty days."""
    return [face_of(each, languages) for each in issues_fixed_lately(brand, at)]


def topic_faces(brand: Brand, topic: str, languages: tuple[str, ...]) -> list[IssueFace]:
    """The known issues about a topic, for its first page."""
    return [face_of(each, languages) for each in known_issues(brand) if topic in each.problem.topics]


def form_faces(
    brand: Brand, form_id: int, answers: Mapping[str, object], languages: tuple[str, ...]
) -> list[IssueFace]:
    """What a form on its way is about: the known issue it began with, and those whose code it names."""
    texts = [value for value in answers.values() if isinstance(value, str)]
    claimed = issue_claimed(form_id)
    found = [claimed] if claimed else []
    found += [each for each in issues_named(brand, answers, *texts) if each not in found]
    return [face_of(each, languages) for each in found[:3]]


def version_faces(brand: Brand, number: int, languages: tuple[str, ...]) -> list[IssueFace]:
    """Every version of a known issue, the latest first."""
    return [face_of(each, languages) for each in versions_of_issue(brand, number)]


def face_of(issue: KnownIssue, languages: tuple[str, ...]) -> IssueFace:
    """One version in the reader's language."""
    problem = issue.problem
    return IssueFace(
        number=problem.number,
        version=issue.version,
        title=words(issue.titles, languages),
        text=words(issue.texts, languages),
        meanwhile=words(issue.meanwhile, languages),
        article=issue.article,
        error_code=problem.error_written,
        since=problem.opened_at,
        changed_at=issue.published_at,
        place=f"/{problem.brand.code}/issues/{problem.number}/",
        ended_at=issue.ended_at,
    )


def topic_to_begin(issue: KnownIssue) -> str:
    """The topic with which “I have this too” begins: the problem's own, or the last that is no emergency."""
    own = topic_for(issue.problem)
    if own is not None:
        return own.code
    usual = [each for each in topics_of(issue.problem.brand_id) if each.kind in _FORM_KINDS]
    return usual[-1].code if usual else ""
