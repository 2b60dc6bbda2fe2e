"""What was said to an assistant."""

from muhatap.kernel.holdings import Holding, Known
from muhatap.kernel.purposes import Sort

HOLDINGS = (
    Holding(
        table="bot.Line",
        sort=Sort.CORRESPONDENCE,
        by={"talk__case_id": Known.CASE},
        copied=("who", "text", "at"),
        goes=True,
    ),
    Holding(
        table="bot.Talk",
        sort=Sort.CORRESPONDENCE,
        by={"case_id": Known.CASE},
        copied=("language", "notices"),
        goes=True,
    ),
)
EMPTY: dict[str, str] = {}
