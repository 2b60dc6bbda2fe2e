"""Who takes part in a case beside the customer, and who was suggested for it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from muhatap.cases.models import Case
from muhatap.cases.queries import participants_of
from muhatap.cases.statuses import ParticipantRole


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody beside the customer, and in words how he takes part."""

    id: int
    name: str
    email: str
    role: str
    words: str


def people_of(case: Case) -> tuple[list[PersonLine], list[PersonLine]]:
    """Who takes part, and whom staff may let take part; whoever was declined is in neither."""
    lines = [
        PersonLine(each.id, each.name, each.email, each.role, role_words(each.role))
        for each in participants_of(case)
        if each.role != ParticipantRole.DECLINED
    ]
    suggested = [line for line in lines if line.role == ParticipantRole.SUGGESTED]
    return [line for line in lines if line not in suggested], suggested


def role_words(role: str) -> str:
    """How somebody takes part."""
    match role:
        case ParticipantRole.COPIED:
            return _("gets copies")
        case ParticipantRole.BLIND:
            return _("got a blind copy; only staff know")
        case ParticipantRole.SUGGESTED:
            return _("was in copy of the customer’s mail")
        case _:
            return _("takes no part any more")
