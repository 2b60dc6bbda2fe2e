"""Words without a number for open pages: ask what is true now."""

from django.conf import settings
from django.db import transaction

from muhatap.live import between_nodes, bus


def whisper(*topics: str) -> None:
    """Tell all who listen to these topics, on every node, at once; whoever is away is not told later."""
    batch = bus.Batch(0, 0, (), topics)
    if between_nodes.has_other_nodes():
        between_nodes.send(batch)
    else:
        bus.send(settings.MUHATAP_DATA, batch)


def whisper_on_commit(*topics: str) -> None:
    """The same, when what is just being written can be read."""
    transaction.on_commit(lambda: whisper(*topics))
