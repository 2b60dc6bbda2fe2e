"""Which events leave the desk, and what of them.

What is offered to everybody is listed here; every other kind of a brand, also one that is added later, is the
desk's own affair and is told only to a webhook with the right `inside`.
"""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from django.utils.module_loading import autodiscover_modules

from muhatap.audit.recording import kinds_of_facts
from muhatap.cases.case_fact import CaseFact
from muhatap.kernel.facts import BrandFact, Fact, plain_values
from muhatap.kernel.masking import mask_json

PERSONAL, INSIDE = "personal", "inside"
RIGHTS = (PERSONAL, INSIDE)

OPEN = frozenset({
    "case.opened", "case.status_changed", "case.assigned", "case.moved", "case.priority_changed",
    "case.topic_corrected", "case.tags_changed", "case.next_step_planned", "case.joined", "case.parted",
    "case.linked", "case.milestone_reached", "case.dissatisfaction_expressed", "case.answers_added",
    "case.answers_corrected", "case.identity_confirmed", "message.posted", "message.delivered",
    "message.delivery_deferred", "message.delivery_given_up", "message.delivery_returned",
    "message.content_erased", "clocks.started", "clock.step_reached", "clock.broken", "clock.stopped",
    "clock.paused", "clock.resumed", "clock.restarted", "clock.moved", "clock.started_earlier",
    "clock.extended",
    "clock.later_limit_decided", "complaint.registered", "complaint.moved", "complaint.customer_decided",
    "complaint.customer_chased", "complaint.points_confirmed", "complaint.remedy_answered",
    "complaint.remedy_executed", "complaint.body_decided", "information.asked", "information.given",
    "documents.requested", "documents.reminded", "documents.request_ended", "evidence.offered",
    "evidence.decided", "work.given", "work.taken", "work.answered", "work.withdrawn", "callback.promised",
    "callback.moved", "callback.ended", "call.attempted", "chat.started", "chat.accepted", "chat.ended",
    "refund.judged", "remedy.executed", "remedy.reversed", "article.published", "article.retired",
    "announcement.published", "announcement.ended", "known_issue.published", "known_issue.ended",
    "charter.applied", "report.published",
})  # fmt: skip


def offered_facts() -> dict[str, type[Fact]]:
    """Every fact that a webhook can hear of: those of a brand and of its cases and customers, by kind."""
    # Which packages were asked for yet must not decide what is offered.
    autodiscover_modules("events")
    return {
        kind: fact
        for kind, fact in sorted(kinds_of_facts().items())
        if fact.__module__.startswith("muhatap.") and _has_brand(fact)
    }


def hears(kinds: Iterable[str], kind: str) -> bool:
    """Whether kinds as they were chosen (`case.opened`, `case.*`, `*`) include this one."""
    return any(chosen == kind or fnmatchcase(kind, chosen) for chosen in kinds if chosen)


def unknown_kinds(kinds: Iterable[str]) -> list[str]:
    """What was chosen and is no kind, no noun with `.*` and not `*`."""
    known = offered_facts()
    nouns = {f"{kind.partition('.')[0]}.*" for kind in known} | {"*"}
    return [each for each in kinds if each not in known and each not in nouns]


def may_hear(rights: Iterable[str], kind: str, values: Mapping[str, Any]) -> bool:
    """Whether a webhook with these rights is told of such an event at all."""
    if INSIDE in rights:
        return True
    # A note is written on a case as a message is, and never leaves the desk.
    if kind == "message.posted" and values.get("author") == "note":
        return False
    return kind in OPEN or kind == "webhook.tested"


def told(fact: Fact, rights: Iterable[str]) -> tuple[dict[str, Any], list[str]]:
    """The fields of a fact that may be told, masked, and the names of those that are withheld."""
    values = plain_values(fact)
    withheld = [] if PERSONAL in rights else sorted(fact.personal & values.keys())
    shown = {
        name: _masked(getattr(fact, name), value) for name, value in values.items() if name not in withheld
    }
    return shown, withheld


def _masked(carried: object, value: Any) -> Any:
    # Ids are numbers that were written as text, and some of them look like cards.
    return value if isinstance(carried, int) else mask_json(value)


def _has_brand(fact: type[Fact]) -> bool:
    return issubclass(fact, BrandFact | CaseFact) or "brand" in fact.__dataclass_fields__
