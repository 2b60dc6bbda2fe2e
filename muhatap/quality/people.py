"""Who reviews, who is reviewed, and what a brand agreed on about it."""

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import staff_with_role
from muhatap.accounts.roles import GRANTS, Permission
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.quality.models import QualityTerms


def reviewers_of(brand_id: int) -> list[Staff]:
    """Those who review the work of a brand."""
    return staff_with_role(brand_id, *_roles_with(Permission.REVIEW_WORK))


def improvers_of(brand_id: int) -> list[Staff]:
    """Those who look after the improvements of a brand."""
    return staff_with_role(brand_id, *_roles_with(Permission.MANAGE_IMPROVEMENTS))


def trainees_of(brand_id: int) -> list[Staff]:
    """Those who answer cases of a brand, and so take its training."""
    return staff_with_role(brand_id, *_roles_with(Permission.ANSWER_CASES))


def quality_terms(brand: Brand) -> QualityTerms:
    """The terms of a brand; the usual ones where nobody set any."""
    return QualityTerms.objects.filter(brand=brand).first() or QualityTerms(brand=brand)


def staff_id_of(by: Actor) -> int | None:
    """Who acts, where it is a member of staff."""
    return by.id if by.kind is ActorKind.STAFF else None


def _roles_with(permission: Permission) -> list[str]:
    return [role for role, granted in GRANTS.items() if permission in granted]
