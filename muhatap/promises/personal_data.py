"""What promises hold of people: times and codes, no words."""

from muhatap.kernel.holdings import Holding, Known
from muhatap.kernel.purposes import Sort

HOLDINGS = (
    Holding(
        table="promises.Clock",
        sort=Sort.ACTIONS,
        by={"case_id": Known.CASE},
        copied=("case_id", "name", "started_at", "limit_at", "stopped_at"),
        stays="When what was promised and kept: figures of the desk, without a name.",
    ),
)
EMPTY = {"Promise": "what the charter says", "ClockStep": "which step of a ladder was taken"}
