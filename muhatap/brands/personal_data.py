"""Brands and charters hold nothing of customers."""

from muhatap.kernel.holdings import Holding

HOLDINGS: tuple[Holding, ...] = ()
EMPTY = dict.fromkeys(
    ("Brand", "CharterVersion", "RulePackInForce", "CharterDraft", "ScheduledCharter"), "the operator's own"
)
