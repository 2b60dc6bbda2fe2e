"""A program with a token, and its calls through the same WSGI application that servers run."""

import io
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from muhatap.accounts import operations as accounts
from muhatap.accounts import tokens
from muhatap.kernel.actors import Actor
from muhatap.topics import shelf
from muhatap.topics.models import Topic
from muhatap.wiring.wsgi import application
from tests.world import NOON, World

FIELDS = [
    {"code": "transaction_id", "kind": "transaction", "pattern": "LMN[0-9]{10}", "example": "LMN2611200417",
     "required": True, "or_reason": True, "label": {"tr": "İşlem", "en": "Transaction"}},
    {"code": "amount", "kind": "amount", "required": True, "currencies": ["TRY", "EUR"], "minimum": 1,
     "label": {"tr": "Tutar", "en": "Amount"}},
    {"code": "requested_at", "kind": "past_datetime", "max_age_days": 730, "label": {"tr": "Ne zaman"}},
    {"code": "on", "kind": "past_date", "label": {"tr": "Gün"}},
    {"code": "method", "kind": "choice", "label": {"tr": "Yöntem"},
     "choices": [{"code": "card", "label": {"tr": "Kart"}}, {"code": "wallet", "label": {"tr": "Cüzdan"}}]},
    {"code": "payout_iban", "kind": "iban", "countries": ["TR"], "label": {"tr": "IBAN"}},
    {"code": "identity", "kind": "tckn", "label": {"tr": "TCKN"}},
    {"code": "call_me", "kind": "phone", "label": {"tr": "Telefon"}},
    {"code": "write_me", "kind": "email", "label": {"tr": "E-posta"}},
    {"code": "count", "kind": "number", "minimum": 1, "maximum": 9, "label": {"tr": "Adet"}},
    {"code": "agreed", "kind": "yes_no", "label": {"tr": "Kabul"}},
    {"code": "note", "kind": "text", "min_length": 3, "max_length": 20, "label": {"tr": "Not"}},
    {"code": "items", "kind": "group", "max_items": 3, "label": {"tr": "Ürünler"},
     "fields": [{"code": "name", "kind": "text", "required": True, "label": {"tr": "Ad"}},
                {"code": "price", "kind": "amount", "currencies": ["TRY"], "label": {"tr": "Fiyat"}}]},
]  # fmt: skip

GOOD = {"transaction_id": "LMN2611200417", "amount": {"amount": "1250.50", "currency": "TRY"}}


@dataclass(slots=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def json(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.data)

    @property
    def slug(self) -> str:
        """The short name of a problem."""
        return self.json["type"].rpartition(":")[2]

    @property
    def faults(self) -> dict[str, str]:
        """The codes of a problem's faults by field."""
        return {fault["field"]: fault["code"] for fault in self.json.get("errors", ())}


@dataclass(slots=True)
class Caller:
    """A program: calls with its token."""

    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Call an address; headers are written with underscores."""
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        environ = RequestFactory()._base_environ(REQUEST_METHOD=method, QUERY_STRING=path.partition("?")[2])
        environ |= {
            "PATH_INFO": path.partition("?")[0],
            "wsgi.input": io.BytesIO(data),
            "CONTENT_LENGTH": str(len(data)),
            "CONTENT_TYPE": "application/json",
        }
        if self.token:
            environ["HTTP_AUTHORIZATION"] = f"Bearer {self.token}"
        for name, value in {**self.headers, **headers}.items():
            known = {"content_type": "CONTENT_TYPE", "content_length": "CONTENT_LENGTH"}
            environ[known.get(name, f"HTTP_{name.upper()}")] = value
        got: dict[str, Any] = {}

        def start(status: str, fields: list[tuple[str, str]], _failure: object = None) -> None:
            got.update(status=int(status[:3]), headers=dict(fields))

        response = application(environ, start)
        data = b"".join(response)
        response.close()
        return Answer(got["status"], got["headers"], data)

    def open(self, body: dict[str, Any] | None = None, **headers: str) -> Answer:
        """Open a case."""
        return self("POST", "/api/v1/cases", case_body() if body is None else body, **headers)


def case_body(**more: Any) -> dict[str, Any]:
    """A good call that opens a case."""
    return {
        "brand": "nehir",
        "topic": "PAY-WD",
        "subject": "Çekim gelmedi",
        "text": "Altı gündür bekliyorum.",
        "customer": {"name": "Ayşe Yılmaz", "email": "ayse@posta.example", "phone": "+905321112299"},
        "fields": GOOD,
        **more,
    }


@pytest.fixture(autouse=True)
def one_connection():
    """A call must not close the connection that holds the test's transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def asking_world(world: World) -> World:
    """The world, with a topic that asks for a field of every kind."""
    shelf._shelf.cache_clear()
    shelf._told.cache_clear()
    tokens._known.clear()
    evidence = [{"code": "screenshot", "kind": "screenshot", "label": {"tr": "Ekran"}}]
    Topic.objects.filter(id=world.topics["PAY-WD"].id).update(fields=FIELDS, evidence=evidence)
    return world


@pytest.fixture
def program(asking_world: World) -> Caller:
    """A program of Nehir that may read and write cases."""
    return caller_for(asking_world, "cases:read", "cases:write")


def caller_for(world: World, *scopes: str, brand: Any = None) -> Caller:
    """A program with these scopes."""
    _, clear = accounts.create_token(
        brand=brand or world.brand, name="deneme", scopes=scopes, by=Actor.system("test"), at=NOON
    )
    return Caller(clear)
