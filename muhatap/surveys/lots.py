"""Who is in a round's sample and when she is asked: the same answer whenever it is asked. Pure."""

import hashlib
from datetime import datetime, time, timedelta

_SPREAD_DAYS = 28
_ASKED_AT = time(10)


def round_of(every_months: int, local: datetime) -> str:
    """The name of the round in which a day of the brand's wall clock lies: counted from January on."""
    months = (local.year * 12 + local.month - 1) // every_months * every_months
    return f"{months // 12}-{months % 12 + 1:02}/{every_months}"


def is_sampled(customer_id: int, name: str, per_cent: int) -> bool:
    """Whether somebody is in the sample of a round: the same answer whenever asked, another each round."""
    return _lot(f"sample:{name}:{customer_id}") % 100 < per_cent


def moment_in(customer_id: int, name: str, begun: datetime) -> datetime:
    """When she is asked: at ten in the morning on one of the next 28 days."""
    day = begun.date() + timedelta(days=1 + _lot(f"day:{name}:{customer_id}") % _SPREAD_DAYS)
    return datetime.combine(day, _ASKED_AT, begun.tzinfo)


def _lot(said: str) -> int:
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:8], "big")
