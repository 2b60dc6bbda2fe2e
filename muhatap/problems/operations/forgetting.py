"""Forgetting the words of a case that is about to be erased."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.problems.alike import items_of
from muhatap.problems.models import GroupingMemory, Suggestion


def forget_words(*, case: Case, by: Actor, at: datetime) -> None:
    """Take the stems of a case out of what grouping remembers; called while its text is still there."""
    words = items_of([case])[0].words
    with unit_of_work():
        kept = GroupingMemory.objects.select_for_update().filter(brand_id=case.brand_id).first()
        if kept is not None and kept.memory:
            kept.memory = kept.memory | {
                "seen": _less(kept.memory.get("seen", {}), words),
                "groups": [
                    each | {"words": _less(each["words"], words)} if _holds(each, case.id) else each
                    for each in kept.memory.get("groups", ())
                ],
            }
            kept.save(update_fields=["memory"])
        for suggestion in Suggestion.objects.filter(brand_id=case.brand_id):
            if case.id in suggestion.case_ids or suggestion.first_case_id == case.id:
                suggestion.words = [each for each in suggestion.words if each not in words]
                suggestion.save(update_fields=["words"])


def _holds(group: dict, case_id: int) -> bool:
    return any(member == case_id for member, _at in group["members"])


def _less(counts: dict[str, int], words: frozenset[str]) -> dict[str, int]:
    """The counts without one for each of the words; what nobody else wrote is gone."""
    left = {word: count - (word in words) for word, count in counts.items()}
    return {word: count for word, count in left.items() if count > 0}
