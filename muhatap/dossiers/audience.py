"""For whom a dossier is made, and what of the chain that reader gets: pure.

What the customer was never told stays withheld: notes, and reasons and plans written for colleagues. A sort
of event that is not listed here is withheld from her, so that a new one cannot slip out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from muhatap.cases.statuses import Author, ClosedReason
from muhatap.kernel.purposes import Sort

# The file is whole or it proves nothing, so it leaves only for what all of this serves.
HOLDS = frozenset(
    {
        Sort.NAME,
        Sort.CONTACT,
        Sort.CORRESPONDENCE,
        Sort.DOCUMENTS,
        Sort.TRANSACTIONS,
        Sort.IDENTITY,
        Sort.ACTIONS,
    }
)


class Audience(StrEnum):
    """Who gets the dossier: an outside body (ombudsman, regulator, court) all but what its log names."""

    CUSTOMER = "customer"
    BODY = "body"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Inside:
    """What of a case is internal: its notes, and the promises that are not public."""

    notes: frozenset[str] = frozenset()
    promises: frozenset[str] = frozenset()


_TOLD = frozenset(
    {
        "case.opened",
        "case.imported",
        "case.assigned",
        "case.topic_corrected",
        "case.dissatisfaction_expressed",
        "case.secret_renewed",
        "case.link_opened",
        "account.help_agreed",
        "survey.invited",
        "survey.answered",
        "survey.comment_answered",
        "survey.comment_published",
        "survey.rated",
        "complaint.registered",
        "complaint.moved",
        "complaint.points_split",
        "complaint.points_confirmed",
        "complaint.customer_decided",
        "complaint.remedy_answered",
        "information.asked",
        "information.given",
        "dossier.sealed",
    }
)
# A note may have gone out too: in a side conversation.
_OF_MESSAGES = frozenset(
    {
        "message.content_erased",
        "message.delivered",
        "message.delivery_given_up",
        "message.delivery_deferred",
        "message.delivery_returned",
    }
)
_OF_PROMISES = frozenset(
    {
        "clock.stopped",
        "clock.paused",
        "clock.resumed",
        "clock.moved",
        "clock.extended",
        "clock.later_limit_decided",
        "clock.broken",
    }
)
# Plans, and the reasons of a move, are written for colleagues.
_INNER_FIELDS = frozenset({"case.next_step_planned", "complaint.moved"})
_STATUS_REASONS = frozenset({"", "customer_wrote", "staff_replied", "not_satisfied", *ClosedReason})


def is_told(audience: Audience, kind: str, content: Mapping[str, Any], inside: Inside) -> bool:
    """Whether this audience gets the lasting content of an event; if not, only its hashes."""
    if audience is not Audience.CUSTOMER or kind in _TOLD:
        return True
    if kind == "case.status_changed":
        return content.get("reason") in _STATUS_REASONS
    if kind in _OF_MESSAGES:
        return str(content.get("message")) not in inside.notes
    if kind in _OF_PROMISES:
        return not inside.promises & {content.get("promise"), content.get("previous_promise")}
    if kind == "clocks.started":
        return not inside.promises & {clock.get("promise") for clock in content.get("clocks", ())}
    return kind in {"message.posted", "message.imported", "case.next_step_planned"}


def told_fields(
    audience: Audience, kind: str, content: Mapping[str, Any], fields: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """The personal fields with salts that this audience gets; None when they are withheld from it."""
    if audience is not Audience.CUSTOMER:
        return fields
    is_note = kind in {"message.posted", "message.imported"} and content.get("author") == Author.NOTE
    return None if is_note or kind in _INNER_FIELDS else fields
