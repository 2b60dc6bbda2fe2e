"""Topics and queues hold nothing of customers."""

from muhatap.kernel.holdings import Holding

HOLDINGS: tuple[Holding, ...] = ()
EMPTY = dict.fromkeys(("Queue", "Topic"), "the operator's own")
