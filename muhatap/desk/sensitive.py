"""Sensitive acts as the desk shows them: open, or off with the reason and the way to make sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals.models import Proposal
from muhatap.approvals.queries import proposal_waiting
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.cases.operations import ASSISTED
from muhatap.cases.trust import NEVER, LevelTooLow, Sensitive, level_name, refuse_low, standing_of

ACTS: Mapping[str, Promise] = {
    Sensitive.DOCUMENTS: gettext_lazy("Ask for an identity document"),
    Sensitive.WITHDRAWAL: gettext_lazy("Decide on a withdrawal"),
    Sensitive.CHANGE: gettext_lazy("Change payee or contact"),
    Sensitive.VERIFICATION: gettext_lazy("Verify the account"),
    Sensitive.UNLOCK: gettext_lazy("Unlock the account"),
    Sensitive.DELIVERY: gettext_lazy("Hand over the customer’s data"),
}


@dataclass(frozen=True, slots=True)
class ActFace:
    """One act: its words, and where it is done; `is_open` says whether it may be done now."""

    code: str
    words: str
    is_open: bool
    href: str


@dataclass(frozen=True, slots=True)
class SensitiveFace:
    """How sure it is who asks, why something is off, and what waits for a second person."""

    level: str
    why: str
    acts: Sequence[ActFace]
    assisted: Proposal | None
    is_own: bool
    may_agree: bool


def sensitive_face(staff: Staff, case: Case, at: datetime) -> SensitiveFace | None:
    """The acts of a case that need to be sure who asks; None where the charter names no levels."""
    stands = standing_of(case)
    if not stands:
        return None
    off = next((each for each in stands if not each.is_open), None)
    assisted = proposal_waiting(case.brand, ASSISTED, str(case.id), at) if off else None
    is_own = assisted is not None and assisted.proposed_by_id == staff.pk
    may = scope_of(staff).may(Permission.SECOND_COMPLAINTS, case.brand_id)
    return SensitiveFace(
        level=_level(case.brand, stands[0].level),
        why=_why(case.brand, off.level, off.needed) if off else "",
        acts=[
            ActFace(each.action, str(ACTS[each.action]), each.is_open, _place(case, each.action))
            for each in stands
        ],
        assisted=assisted,
        is_own=is_own,
        may_agree=assisted is not None and may and not is_own,
    )


def why_off(case: Case, action: Sensitive) -> str:
    """Why something is not done on this case now; empty where it may be done."""
    try:
        refuse_low(case, action)
    except LevelTooLow as low:
        return words_of(case.brand, low)
    return ""


def words_of(brand: Brand, low: LevelTooLow) -> str:
    """A refusal with the way out."""
    said = {"act": ACTS[low.action], "why": _why(brand, low.level, low.needed)}
    return _("%(act)s: %(why)s Send the private link first.") % said


def _why(brand: Brand, level: int, needed: int) -> str:
    if needed >= NEVER:
        return _("The charter allows it at no level.")
    said = {"level": _level(brand, level), "needed": _level(brand, needed)}
    return _("It is not sure enough who asks: %(level)s. It takes %(needed)s.") % said


def _level(brand: Brand, level: int) -> str:
    name = level_name(brand, level, get_language() or brand.default_language)
    return _("level %(level)s (%(name)s)") % {"level": level, "name": name}


def _place(case: Case, action: Sensitive) -> str:
    """Where an act has a page of its own; the others are done in the operator's system and noted."""
    here = f"/desk/cases/{case.number}"
    match action:
        case Sensitive.DOCUMENTS | Sensitive.VERIFICATION:
            return f"{here}/evidence/"
        case Sensitive.WITHDRAWAL | Sensitive.DELIVERY:
            return f"{here}/letters/"
        case _:
            return ""
