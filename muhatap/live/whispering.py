"""Words without a number for open pages: ask what is true now."""

from django.db import transaction

from muhatap.live import between_nodes, bus


def whisper(*topics: str) -> None:
    """Tell all who listen to these topics, on every node, at once; whoever is away is not told later."""
    between_nodes.tell(bus.Batch(0, 0, (), topics))


def whisper_on_commit(*topics: str) -> None:
    """The same, when what is just being written can be read."""
    transaction.on_commit(lambda: whisper(*topics))
