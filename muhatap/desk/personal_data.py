"""Views and bulk steps of staff name cases by id."""

from muhatap.kernel.holdings import Holding

HOLDINGS: tuple[Holding, ...] = ()
EMPTY = {"SavedView": "what staff looks for", "BulkChange": "codes before and after a step"}
