"""The sockets alone, for pages and sockets in processes of their own: `uvicorn muhatap.wiring.edge:app`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muhatap.wiring.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402

from muhatap.live import between_nodes  # noqa: E402
from muhatap.live.edge import edge_app  # noqa: E402
from muhatap.live.queries import live_key  # noqa: E402
from muhatap.wiring import telling  # noqa: E402

app = edge_app(
    data=settings.MUHATAP_DATA,
    key=live_key(),
    origin=settings.MUHATAP_ORIGIN,
    recall=telling.recall,
    hearing=between_nodes.hearing(),
)
