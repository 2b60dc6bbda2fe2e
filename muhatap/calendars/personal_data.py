"""Calendars hold nothing of customers."""

from muhatap.kernel.holdings import Holding

HOLDINGS: tuple[Holding, ...] = ()
EMPTY = {"Calendar": "the operator's own"}
