"""What a case's page says of joined cases, and of those that look as if they should be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.joined import followers_of, ids_with_followers, lead_of
from muhatap.cases.models import Case
from muhatap.cases.queries import cases_within, reach_of
from muhatap.channels.models import Doubt
from muhatap.kernel.kept_reads import KeptRead
from muhatap.ui.durations import duration_words

_NEAR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another case of the same sender within minutes: the newer one could go on in the older one."""

    words: str
    other: str
    newer: str
    older: str


@dataclass(frozen=True, slots=True)
class JoinedFace:
    """Where a case goes on, which cases go on in it, and what could be joined."""

    into: str = ""
    followers: Sequence[Case] = ()
    suggestion: Suggestion | None = None


def joined_face(staff: Staff, case: Case, has_others: bool = True) -> JoinedFace:
    """What the page of a case shows of joining; `has_others` if the customer may have other cases."""
    lead = lead_of(case)
    if lead.id != case.id:
        return JoinedFace(into=lead.number)
    followers = followers_of(case) if len(ids_with_followers(case)) > 1 else []
    may = has_others and case.is_open and scope_of(staff).may(Permission.ANSWER_CASES, case.brand_id)
    return JoinedFace(followers=followers, suggestion=_suggestion(staff, case) if may else None)


def refusal_words(code: str) -> str:
    """Why two cases cannot become one, and what to do instead."""
    match code:
        case "same":
            return _("This is one case already.")
        case "closed":
            return _("A closed case cannot be joined. Open it first if the matter goes on.")
        case "kind":
            return _(
                "A complaint cannot go on in another kind of case, because it has promises of its own. Join "
                "the other case to the complaint."
            )
        case _:
            return _("These two cases cannot be joined.")


def _suggestion(staff: Staff, case: Case) -> Suggestion | None:
    around = case.received_at - _NEAR, case.received_at + _NEAR
    others = _NEAR_CASES(*reach_of(staff), case.brand_id, case.customer_id, case.id, *around)
    found = min(others, key=lambda each: _gap(each.received_at, case.received_at), default=None)
    # Whose mail is doubtful may not be who it says; that is decided on the review list.
    if found is None or _is_doubtful(found, case):
        return None
    is_newer = (found.received_at, found.id) > (case.received_at, case.id)
    gap = {"time": duration_words(max(60, int(_gap(found.received_at, case.received_at))))}
    words = (
        _("The same sender wrote another case %(time)s later:")
        if is_newer
        else _("The same sender wrote another case %(time)s earlier:")
    )
    newer, older = (found, case) if is_newer else (case, found)
    return Suggestion(words % gap, found.number, newer.number, older.number)


_NEAR_CASES = KeptRead(
    lambda *place: (
        cases_within(*place[:4])
        .filter(brand_id=place[4], customer_id=place[5], is_open=True)
        .exclude(id=place[6])
        .filter(received_at__gte=place[7], received_at__lte=place[8])
        .only("id", "number", "kind", "received_at")
        .order_by("received_at", "id")[:10]
    )
)


def _is_doubtful(*pair: Case) -> bool:
    ids = [case.id for case in pair]
    return Doubt.objects.filter(case_id__in=ids, settled_at__isnull=True).exists()


def _gap(one: datetime, other: datetime) -> float:
    return abs((one - other).total_seconds())
