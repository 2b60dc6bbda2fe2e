"""What a customer's package gives, as the charter in force says it."""

from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.customers.models import Customer


def raised_by_plan(brand: Brand, customer: Customer, priority: int) -> int:
    """The priority of a new case: the package's least one where that is more urgent, else as it is.

    A charter lets no package raise to P1 or P2, so that nobody else's right waits.
    """
    code = customer.preferences.get("plan")
    if not code:
        return priority
    plan = (section_of(brand, "plans") or {}).get(code) or {}
    least = int(str(plan.get("raises_to", "P9")).removeprefix("P"))
    return min(priority, least)
