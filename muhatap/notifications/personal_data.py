"""What staff was told of cases."""

from muhatap.kernel.holdings import Holding, Known
from muhatap.kernel.purposes import Sort

HOLDINGS = (
    Holding(table="notifications.Notice", sort=Sort.ACTIONS, by={"about_case_id": Known.CASE}, goes=True),
)
EMPTY: dict[str, str] = {}
