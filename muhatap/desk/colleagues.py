"""The people to whom a member of staff can give cases, in all of her brands."""

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import colleagues_in, scope_of
from muhatap.accounts.roles import Permission


def colleagues_of(staff: Staff) -> list[Staff]:
    """Everybody who may own a case of a brand in which she may answer, each once, by name."""
    found: dict[int, Staff] = {}
    for brand_id in scope_of(staff).brand_ids_with(Permission.ANSWER_CASES):
        found |= {each.pk: each for each in colleagues_in(brand_id)}
    return sorted(found.values(), key=lambda each: (each.name, each.pk))
