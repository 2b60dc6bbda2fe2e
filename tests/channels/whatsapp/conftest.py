import json

import pytest

from tests.channels.whatsapp.recorded import APP_SECRET, PHONE_ID, TOKEN, VERIFY
from tests.servers.graph import Graph


@pytest.fixture
def account(tmp_path, settings):
    """Nehir has a number; the file with its secrets can be written anew."""
    path = tmp_path / "whatsapp.json"

    def write(**more):
        secrets = {"token": TOKEN, "app_secret": APP_SECRET, "verify_token": VERIFY}
        path.write_text(json.dumps(secrets | more))

    write()
    settings.MUHATAP_WHATSAPP = {"nehir": (PHONE_ID, str(path))}
    settings.MUHATAP_WHATSAPP_URL = "http://127.0.0.1:9/v23.0"
    settings.MUHATAP_WEBHOOK_NETWORKS = ("127.0.0.1/32",)
    return write


@pytest.fixture
def graph(account, settings):
    """The other side, on loopback."""
    peer = Graph()
    settings.MUHATAP_WHATSAPP_URL = peer.url
    yield peer
    peer.close()
