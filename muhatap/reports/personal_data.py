"""Figures: codes, times and ids of cases, no words."""

from muhatap.kernel.holdings import Holding

HOLDINGS: tuple[Holding, ...] = ()
EMPTY = dict.fromkeys(
    (
        "Observed",
        "Rollup",
        "DirtyDay",
        "Progress",
        "Closing",
        "Bound",
        "Alert",
        "Subscription",
        "Snapshot",
        "PublishedReport",
    ),
    "figures without a name",
)
