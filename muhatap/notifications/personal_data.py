"""What staff was told of cases."""

from muhatap.kernel.holdings import Holding, Known

HOLDINGS = (Holding(table="notifications.Notice", by={"about_case_id": Known.CASE}, goes=True),)
EMPTY: dict[str, str] = {}
