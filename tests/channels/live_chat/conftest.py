"""A brand with an open live chat, and a visitor's device that speaks to it."""

import json
import secrets
from dataclasses import dataclass, field

import pytest
from django.test import Client

from muhatap.brands import queries
from muhatap.brands.models import CharterVersion
from tests.world import NOON

SHOP = "https://www.magaza.example"


def keep_channels(brand, **channels) -> None:
    """Let the brand's charter in force offer these channels."""
    said = json.dumps({"channels": channels})
    CharterVersion.objects.update_or_create(
        brand=brand,
        number=brand.charter_number,
        defaults={"said": said, "applied_at": NOON, "digest": "-", "text": "-"},
    )
    queries._said.cache_clear()


@dataclass
class Device:
    """What a visitor's browser or phone holds."""

    brand: str
    origin: str = SHOP
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    client: Client = field(default_factory=Client)

    def ask(self, name, status=200, where="chat", /, **body):
        """Call the desk as the widget does: a body of plain text, no cookie."""
        sent = {"secret": self.secret, "language": "en", **body}
        headers = {"Origin": self.origin} if self.origin else {}
        answer = self.client.post(
            f"/{where}/{self.brand}/{name}", json.dumps(sent), content_type="text/plain", headers=headers
        )
        assert answer.status_code == status, answer.content[:400]
        return answer.json() if answer.content else {}

    def start(self, status=200, **more):
        """Begin about a withdrawal."""
        body = {
            "client_id": "first-message",
            "name": "Elif Karaca",
            "email": "elif@posta.example",
            "topic": "PAY-WD",
            "text": "Para çekmem gelmedi.",
        }
        return self.ask("start", status, **{**body, **more})

    def write(self, name, text, status=200):
        """Send a message under a name of the device's own."""
        return self.ask("write", status, client_id=name, text=text)


@pytest.fixture
def chatting(world):
    """Both brands offer the chat, open day and night, on the pages of one shop."""
    chat = {"name": {"tr": "Sohbet"}, "calendar": "always", "origins": [SHOP]}
    for brand in (world.brand, world.other_brand):
        keep_channels(brand, live_chat=chat, in_app={**chat, "minimum_version": "3.2"})
    yield world
    queries._said.cache_clear()


@pytest.fixture
def device(chatting):
    """The device of somebody who visits the shop."""
    return Device(chatting.brand.code)
