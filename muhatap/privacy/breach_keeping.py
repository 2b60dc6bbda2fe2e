"""What all operations on breaches share: the locked row, its steps, and what it still lacks."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from muhatap.kernel.actors import Actor, ActorKind
from muhatap.kernel.canonical import canonical
from muhatap.privacy.models import Breach, BreachStep, PeopleDecision


class BreachIsOver(Exception):
    """A closed breach is not changed any more."""


def still_lacking(breach: Breach) -> list[str]:
    """What a known breach still needs before it can be closed, in the order in which it is asked for."""
    lacking = [
        name for name in ("what", "consequences", "measures", "likelihood") if not getattr(breach, name)
    ]
    if not breach.aware_second_id:
        lacking.append("aware_second")
    if not breach.authority or (breach.authority == "notify" and not breach.reports.exists()):
        lacking.append("authority")
    if not breach.people or (breach.people == PeopleDecision.TELL and not _people_were_told(breach)):
        lacking.append("people")
    return lacking


def _people_were_told(breach: Breach) -> bool:
    return breach.problem_id is not None and breach.problem.notices.filter(state="sent").exists()


def open_breach(breach: Breach) -> Breach:
    """The locked row of a breach that is still open; `BreachIsOver`."""
    row = Breach.objects.select_for_update(of=("self",)).select_related("brand").get(id=breach.id)
    if not row.is_open:
        raise BreachIsOver(row.number)
    return row


def keep_step(breach: Breach, what: str, words: str = "", *, by: Actor, at: datetime) -> None:
    """Keep what was done for the register."""
    who = by.id if by.kind is ActorKind.STAFF else None
    BreachStep.objects.create(breach=breach, what=what, words=words, at=at, by_id=who)


def digest_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of canonical JSON."""
    return hashlib.sha256(canonical(content)).hexdigest()
