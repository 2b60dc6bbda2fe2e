"""What attackers start with: a case of their own, somebody else's case, and signed-in staff."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from muhatap.cases.keys import secret_of
from tests.accounts.conftest import BY, SECRET, accounts
from tests.channels.api.conftest import asking_world, one_connection, program
from tests.desk.conftest import sign_in as marked_sign_in
from tests.portal.conftest import own_case, shop, visitor
from tests.world import make_case

__all__ = ["asking_world", "marked_sign_in", "one_connection", "own_case", "program", "shop", "visitor"]

CARD = "4539578763621486"
IBAN = "TR330006100519786457841326"
TCKN = "10000000146"
SCRIPT = "<script>alert(1)</script>"
MARKUPS = (
    SCRIPT,
    "<img src=x onerror=alert(1)>",
    "\"'><svg onload=alert(1)>",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "</textarea></title></style><b onclick=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
)
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "data", "xlink:href", "srcdoc"})
_SCHEMES = ("javascript:", "vbscript:", "data:text")


class _Reader(HTMLParser):
    """Reads a page as a browser does and keeps what would run in it."""

    def __init__(self) -> None:
        super().__init__()
        self.live: list[str] = []

    def handle_starttag(self, tag, attrs):
        """Note scripts without a file, handlers, styles and addresses that run."""
        said = dict(attrs)
        if tag in {"iframe", "object", "embed", "base"} or (
            tag == "script" and not said.get("src") and "json" not in (said.get("type") or "")
        ):
            self.live.append(tag)
        for name, value in attrs:
            plain = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or name == "style":
                self.live.append(f"{tag} {name}")
            if name == "srcdoc" or (name in _ADDRESSES and plain.startswith(_SCHEMES)):
                self.live.append(f"{tag} {name}={plain[:40]}")


@pytest.fixture(autouse=True)
def fresh_counts():
    """Limits and remembered brands of one test do not reach the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def sign_in(marked_sign_in, world):
    """A client signed in as one of the staff, who has a second factor."""

    def enter(login: str) -> Client:
        staff = world.stranger if login == "stranger" else world.staff[login]
        accounts.enrol_totp(staff=staff, secret=SECRET, by=BY, at=timezone.now())
        return marked_sign_in(login)

    return enter


@pytest.fixture
def others_case(shop):
    """A case of somebody else in the same brand."""
    return make_case(shop, at=timezone.now() - timedelta(hours=1), customer=1, text="Sadece bana ait sözler")


def come_in(client: Client, case) -> Client:
    """Let a browser into a case by its number and secret."""
    answer = client.post(f"/{case.brand.code}/track/", {"number": case.number, "secret": secret_of(case)})
    assert answer.status_code == 303
    return client


def live_markup(page: str) -> list[str]:
    """What in a page runs beside our own script files; there must be nothing, whoever wrote it."""
    reader = _Reader()
    reader.feed(page)
    return reader.live
