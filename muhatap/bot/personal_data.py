"""What was said to an assistant."""

from muhatap.kernel.holdings import Holding, Known

HOLDINGS = (
    Holding(table="bot.Line", by={"talk__case_id": Known.CASE}, copied=("who", "text", "at"), goes=True),
    Holding(table="bot.Talk", by={"case_id": Known.CASE}, copied=("language", "notices"), goes=True),
)
EMPTY: dict[str, str] = {}
