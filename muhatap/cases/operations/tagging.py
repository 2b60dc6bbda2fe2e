"""Putting tags on a case and taking them off."""

from collections.abc import Iterable
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.events import TagsChanged
from muhatap.cases.locking import lock
from muhatap.cases.models import Case, CaseTag
from muhatap.cases.search import refresh_case
from muhatap.cases.tags import MOST, tag_of, with_tags, without_tags, word_of
from muhatap.kernel.actors import Actor


class TooManyTags(ValueError):
    """A case has at most `tags.MOST` tags."""


def change_tags(
    *,
    case: Case,
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
    reason: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Take tags off a case and put others on it; what is so already is no fact. `TooManyTags`."""
    with unit_of_work() as unit:
        lock(case)
        before = tuple(case.tags)
        wanted = [tag for each in add if (tag := tag_of(each))]
        after = with_tags(without_tags(before, remove), wanted)
        if after == before:
            return
        if len(after) > MOST:
            raise TooManyTags(len(after))
        added = tuple(tag for tag in after if tag not in before)
        removed = tuple(tag for tag in before if tag not in after)
        unit.flush()
        case.tags, case.updated_at = list(after), at
        case.save(update_fields=["tags", "updated_at"])
        CaseTag.objects.filter(case=case, word__in=[word_of(tag) for tag in removed]).delete()
        CaseTag.objects.bulk_create(
            CaseTag(brand_id=case.brand_id, case=case, word=word_of(tag), tag=tag) for tag in added
        )
        refresh_case(case)
        record(
            TagsChanged(brand=case.brand_id, case=case.id, added=added, removed=removed, reason=reason),
            by=by,
            at=at,
        )
