"""A brand whose topic asks every kind of question, and a browser-less customer."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from muhatap.cases.keys import secret_of
from tests.world import make_case

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)
PROGRAM = b"MZ\x90\x00" + b"\x00" * 100


def said(turkish: str, english: str) -> dict[str, str]:
    return {"tr": turkish, "en": english}


FIELDS = [
    {
        "code": "transaction_id",
        "label": said("İşlem ID'si", "Transaction ID"),
        "kind": "transaction",
        "required": True,
        "or_reason": True,
        "pattern": "TRX-[0-9]{8}",
        "example": "TRX-90418827",
    },
    {
        "code": "amount",
        "label": said("Tutar", "Amount"),
        "kind": "amount",
        "required": True,
        "currencies": ["TRY", "EUR"],
        "minimum": 0,
    },
    {"code": "requested_at", "label": said("Ne zaman?", "When?"), "kind": "past_datetime", "required": True},
    {"code": "payout_iban", "label": said("IBAN", "IBAN"), "kind": "iban", "countries": ["TR"]},
    {
        "code": "payments",
        "label": said("Ödemeler", "Payments"),
        "kind": "group",
        "max_items": 3,
        "fields": [
            {"code": "payee", "label": said("Alıcı", "Payee"), "kind": "text", "required": True},
            {"code": "paid_on", "label": said("Gün", "Day"), "kind": "past_date"},
        ],
    },
]
EVIDENCE = [
    {"code": "view", "label": said("Ekran görüntüsü", "Screenshot"), "kind": "screenshot", "required": True},
    {"code": "statement", "label": said("Hesap özeti", "Statement"), "kind": "statement"},
]
NOTICES = {
    "version": "2026-11",
    "purpose": said("Başvurunuzu incelemek için.", "To examine your case."),
    "legal_basis": said("KVKK m. 5/2", "Law 6698 art. 5/2"),
    "retention": said("10 yıl", "10 years"),
    "policy": {"version": "3.2", "url": "https://nehir.example/kisisel-veriler"},
}
CHANNELS = {
    "web_form": {"name": said("Form", "Form"), "calendar": "office", "position": 0},
    "phone": {"name": said("Telefon", "Telephone"), "calendar": "always", "address": "+90 850 000 00 00"},
    "whatsapp": {"name": said("WhatsApp", "WhatsApp"), "calendar": "office", "open": False},
}


@pytest.fixture
def shop(world):
    """The world, with a topic that asks for everything, notices, channels and a survey."""
    topic = world.topics["PAY-WD"]
    topic.fields, topic.evidence = FIELDS, EVIDENCE
    topic.quick_fixes = [{"text": said("Süre doldu mu? Bir gün daha bekleyin.", "Is it time? Wait a day.")}]
    topic.ready = [said("İşlem ID'si", "Transaction ID")]
    topic.save()
    brand = world.brand
    brand.notices, brand.channels = NOTICES, CHANNELS
    brand.legal = {"name": "Nehir Ödeme A.Ş.", "address": "Şişli/İstanbul", "regulated": False}
    brand.contact = {"email": "destek@nehir.example", "phone": "+90 850 000 00 00"}
    brand.survey = {"question": said("Ne kadar memnunsunuz?", "How satisfied are you?")}
    brand.save()
    cache.clear()
    return world


@pytest.fixture
def visitor(client: Client) -> Client:
    """A browser that reads English."""
    client.cookies["muhatap_language"] = "en"
    return client


def good_answers(**changes: str) -> dict[str, str]:
    """Answers without trouble."""
    when = timezone.localtime() - timedelta(days=3)
    return {
        "transaction_id": "TRX-90418827",
        "amount": "4,850.00",
        "amount-currency": "TRY",
        "requested_at-date": f"{when:%Y-%m-%d}",
        "requested_at-time": "10:02",
        "what": "My withdrawal says completed but the money is not there.",
        "wanted": "Send the money.",
        "contact_name": "Elif Karaca",
        "contact_email": "elif@posta.example",
        "file-view-reason": "I did not take one",
        "payments-rows": "1",
        **changes,
    }


def begin(client: Client, topic: str = "PAY-WD") -> str:
    """Begin a form and return its address."""
    answer = client.post(f"/nehir/new/{topic}/", {"helped": "no"})
    assert answer.status_code == 303, answer.content.decode()[:2000]
    return answer["Location"]


@pytest.fixture
def own_case(shop, visitor):
    """A customer's case and a browser that came in with its secret."""
    case = make_case(shop, at=timezone.now() - timedelta(hours=2), language="en")
    answer = visitor.post("/nehir/track/", {"number": case.number, "secret": secret_of(case)})
    assert answer.status_code == 303
    return case


@pytest.fixture
def new_client() -> type[Client]:
    """Another browser."""
    return Client
