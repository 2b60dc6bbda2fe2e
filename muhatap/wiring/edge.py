"""The sockets alone, for pages and sockets in processes of their own: `uvicorn muhatap.wiring.edge:app`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muhatap.wiring.settings")

from django.conf import settings

from muhatap.live.edge import edge_app
from muhatap.live.queries import live_key

app = edge_app(data=settings.MUHATAP_DATA, key=live_key(), origin=settings.MUHATAP_ORIGIN)
