"""What routing holds of customers: who looks after whom."""

from muhatap.kernel.holdings import Holding, Known
from muhatap.kernel.purposes import Sort

HOLDINGS = (
    Holding(table="routing.NamedContact", sort=Sort.ACTIONS, by={"customer_id": Known.CUSTOMER}, goes=True),
)
EMPTY = {
    "QueueRouting": "how a queue gives out its cases",
    "BrandWeights": "how a brand weighs",
    "Skill": "what staff can do",
    "HeldSkill": "what staff can do",
    "Limits": "how much staff can take",
    "Placement": "who of the staff got a case, by which rule",
    "Unplaced": "why a case waits",
}
