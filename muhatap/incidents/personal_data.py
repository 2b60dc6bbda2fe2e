"""What the standing of a service holds of people: the addresses that want to hear of it."""

from muhatap.kernel.holdings import Holding, Known
from muhatap.kernel.purposes import Sort

HOLDINGS = (
    Holding(
        table="incidents.Follower",
        sort=Sort.CONTACT,
        by={"email": Known.EMAIL},
        copied=("email", "asked_at", "confirmed_at"),
        goes=True,
    ),
)
EMPTY = dict.fromkeys(
    ("Incident", "IncidentUpdate", "Disturbance", "Watch"), "nobody's name stands there but that of staff"
)
