"""Tags of several cases in one step: what they would be, and why one stays as it is."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from muhatap.cases.models import Case
from muhatap.cases.tags import MOST, with_tags, without_tags

ADD, REMOVE = "tag", "untag"
OFFERED_AT_MOST = 30


def tags_after(case: Case, what: str, tag: str) -> tuple[str, ...]:
    """The tags of a case when one is added or removed."""
    return with_tags(case.tags, [tag]) if what == ADD else without_tags(case.tags, [tag])


def tags_of_all(cases: Sequence[Case]) -> tuple[str, ...]:
    """The tags that one of these cases has."""
    return with_tags((), [tag for case in cases for tag in case.tags])


def tag_refusal(case: Case, what: str, tag: str) -> str:
    """Why a tag is not added or removed; empty where it is."""
    after = tags_after(case, what, tag)
    if after == tuple(case.tags):
        return _("It is so already.")
    return _("The case has as many tags as it may have.") if len(after) > MOST else ""
