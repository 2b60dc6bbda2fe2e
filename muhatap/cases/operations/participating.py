"""Who takes part in a case beside the customer."""

from collections.abc import Iterable
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import search
from muhatap.cases.events import ParticipantNamed
from muhatap.cases.locking import lock
from muhatap.cases.models import Case, Participant
from muhatap.cases.people import Person, folded
from muhatap.cases.statuses import KNOWN_ROLES, ParticipantRole
from muhatap.kernel.actors import Actor


def name_participant(
    *, case: Case, person: Person, role: ParticipantRole, by: Actor, at: datetime
) -> Participant:
    """Let somebody take part in this role, or put who is known already into it."""
    with unit_of_work():
        known = _known(case).get(folded(person.email))
        was = known.role if known else None
        if known is None:
            known = Participant(case=case, email=folded(person.email), name=person.name, role=role)
            known.save(force_insert=True)
        elif known.role == role:
            return known
        else:
            known.role, known.name = role, known.name or person.name
            known.save(update_fields=["role", "name"])
        if role in KNOWN_ROLES or was in KNOWN_ROLES:
            lock(case)
            search.refresh_case(case)
        record(
            ParticipantNamed(
                brand=case.brand_id,
                case=case.id,
                participant=known.id,
                role=role,
                name=known.name,
                address=known.email,
            ),
            by=by,
            at=at,
        )
    return known


def suggest_participants(
    *, case: Case, people: Iterable[Person], by: Actor, at: datetime
) -> list[Participant]:
    """Remember whom a mail was copied to, for staff to decide; who was declined before stays declined."""
    with unit_of_work():
        known = _known(case)
        fresh = {folded(person.email): person for person in people}
        return [
            name_participant(case=case, person=person, role=ParticipantRole.SUGGESTED, by=by, at=at)
            for email, person in fresh.items()
            if email and email not in known
        ]


def _known(case: Case) -> dict[str, Participant]:
    return {each.email: each for each in Participant.objects.filter(case=case)}
