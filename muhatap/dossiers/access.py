"""Who looked at a case and its files, and who took it along: one list, from the chain and from viewings."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.accounts.models import Staff
from muhatap.audit.models import Event, Viewing
from muhatap.audit.viewing import viewings_among, viewings_of
from muhatap.cases.models import Case
from muhatap.dossiers.audience import Audience
from muhatap.dossiers.wording import actor_words, fact_words
from muhatap.kernel.actors import ActorKind

OPENED = "case.looked_at"
# Events that change nothing: somebody only looked, or took something along.
LOOKING = frozenset(
    {
        "message.source_opened",
        "case.link_opened",
        "dossier.sealed",
        "account_card.read",
        "evidence.viewed",
        "glass.broken",
    }
)
_DOORS = {
    "page": gettext_lazy("on the desk"),
    "search": gettext_lazy("from a search"),
    "customer": gettext_lazy("the page of the customer"),
    "file": gettext_lazy("a file"),
    "dossier": gettext_lazy("for the sealed file"),
    "export": gettext_lazy("taken along in a list"),
    "api": gettext_lazy("by a program"),
    "portal": gettext_lazy("by the customer herself"),
    "glass": gettext_lazy("in an emergency"),
}


@dataclass(frozen=True, slots=True)
class Access:
    """One look: when, who (no names of staff for customers), as what, at what; `seq` in the chain."""

    at: datetime
    who: str
    role: str
    what: str
    seq: int | None = None

    def told(self) -> dict[str, Any]:
        """The look as a dossier carries it."""
        return {
            "at": self.at.isoformat(),
            "who": self.who,
            "role": self.role,
            "what": self.what,
            "event": self.seq,
        }


def access_list(case: Case, audience: Audience, length: int) -> list[Access]:
    """Every look at a case in order; the customer reads roles, the others names too."""
    found = sorted([*_viewed(case), *_recorded(case, length)], key=lambda each: each[0].at)
    names = dict(
        Staff.objects.filter(id__in={staff for _access, staff in found if staff}).values_list("id", "name")
    )
    is_told = audience is not Audience.CUSTOMER
    return [
        Access(each.at, names.get(staff, "") if is_told else "", each.role, each.what, each.seq)
        if staff
        else each
        for each, staff in found
    ]


def what_words(what: str, details: str = "") -> str:
    """What was looked at, in words."""
    said = _("The case was opened") if what == OPENED else fact_words(what)
    told = door_words(details) if what == OPENED and details else details
    return f"{said}: {told}" if told else said


def door_words(door: str) -> str:
    """By which door somebody came to look; a door without words keeps its name."""
    return str(_DOORS.get(door, door))


def customer_reads(customer_ids: Iterable[int], case_ids: Iterable[int]) -> list[Access]:
    """Every look at a customer's page and cases in order, as she may read it: roles and no names of staff."""
    rows = viewings_among(stream_ids=[*customer_ids, *case_ids])
    return [_looked(each) for each in rows]


def _viewed(case: Case) -> Iterator[tuple[Access, int]]:
    for each in viewings_of(case.id):
        yield _looked(each), each.actor_id if each.actor_kind == ActorKind.STAFF else 0


def _looked(each: Viewing) -> Access:
    who = "" if each.actor_kind == ActorKind.STAFF else actor_words(each.actor_kind, "")
    # Before doors were noted, every look was at the page.
    what = OPENED if each.door in {"", "page"} else f"{OPENED}:{each.door}"
    return Access(each.at, who, each.role or each.actor_kind, what)


def _recorded(case: Case, length: int) -> Iterator[tuple[Access, int]]:
    events = Event.objects.filter(stream_id=case.id, seq__lte=length, kind__in=LOOKING).order_by("seq")
    for event in events:
        content = json.loads(event.content)
        is_staff = event.actor_kind == ActorKind.STAFF
        who = "" if is_staff else actor_words(event.actor_kind, "")
        details = str(content.get("audience") or content.get("what") or "")
        what = f"{event.kind}:{details}" if details else event.kind
        yield Access(event.at, who, event.actor_kind, what, event.seq), event.actor_id or 0 if is_staff else 0
