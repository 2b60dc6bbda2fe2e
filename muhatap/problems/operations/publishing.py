"""What the public reads of a problem: published in every language, kept version by version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.kernel.actors import Actor
from muhatap.problems.events import KnownIssueEnded, KnownIssuePublished
from muhatap.problems.keeping import keep_step
from muhatap.problems.models import KnownIssue, Problem
from muhatap.problems.said import digest_of, is_readable


class LacksWords(ValueError):
    """Words are missing in a language that the brand speaks; `field` and `language` say which."""

    def __init__(self, field: str, language: str) -> None:
        super().__init__(f"{field} {language}")
        self.field = field
        self.language = language


class NotLive(Exception):
    """Customers do not meet this problem now, so it is no known issue."""


class NotPublished(Exception):
    """The public reads nothing of this problem."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is said by language: title, what happens, what to do meanwhile; `article` is an address."""

    titles: Mapping[str, str]
    texts: Mapping[str, str]
    meanwhile: Mapping[str, str]
    article: str = ""


def publish_issue(*, problem: Problem, words: Words, by: Actor, at: datetime) -> KnownIssue:
    """Let the public read of a live problem; earlier words stay as an earlier version."""
    said = {
        name: {code: getattr(words, name).get(code, "").strip() for code in problem.brand.languages}
        for name in ("titles", "texts", "meanwhile")
    }
    for name, texts in said.items():
        for code, text in texts.items():
            if not text:
                raise LacksWords(name, code)
    article = words.article.strip()
    if article and not is_readable(article):
        raise LacksWords("article", "")
    with unit_of_work():
        held = Problem.objects.select_for_update().get(id=problem.id)
        if not held.is_live:
            raise NotLive(held.name)
        KnownIssue.objects.filter(problem=held, ended_at__isnull=True).update(ended_at=at, ended_by_id=by.id)
        last = KnownIssue.objects.filter(problem=held).order_by("-version").first()
        issue = KnownIssue.objects.create(
            problem=held,
            version=(last.version if last else 0) + 1,
            article=article,
            published_at=at,
            published_by_id=by.id,
            **said,
        )
        keep_step(held, "published", words=str(issue.version), by=by, at=at)
        record(
            KnownIssuePublished(
                brand=held.brand_id,
                problem=held.id,
                number=held.number,
                version=issue.version,
                text_digest=digest_of([said, article]),
            ),
            by=by,
            at=at,
        )
    return issue


def end_issue(*, problem: Problem, by: Actor, at: datetime) -> None:
    """Take the known issue from the public list; its versions stay readable on the desk."""
    with unit_of_work():
        issue = KnownIssue.objects.select_for_update().filter(problem=problem, ended_at__isnull=True).first()
        if issue is None:
            raise NotPublished(problem.name)
        issue.ended_at, issue.ended_by_id = at, by.id
        issue.save(update_fields=["ended_at", "ended_by"])
        keep_step(problem, "withdrawn", words=str(issue.version), by=by, at=at)
        record(
            KnownIssueEnded(
                brand=problem.brand_id, problem=problem.id, number=problem.number, version=issue.version
            ),
            by=by,
            at=at,
        )
