"""The 24/7 package of the sample: its clock runs at night, and nobody else's time changes for it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.charters import operations as charters
from muhatap.customers.models import Customer
from muhatap.kernel.actors import Actor
from muhatap.promises.queries import clocks_of

pytestmark = pytest.mark.django_db

LIMAN = (Path(__file__).parents[2] / "charters" / "liman.yaml").read_text("utf-8")
NIGHT = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)  # Saturday 23:00 in Istanbul


@pytest.fixture
def brand():
    by, at = Actor.system("test"), NIGHT - timedelta(days=2)
    return charters.apply_charter(text=LIMAN, source="liman.yaml", by=by, at=at).brand


def limits(brand, email, topic, at=NIGHT):
    message = InboundMessage(
        brand_id=brand.id, channel="web_form", sender=Sender("Ece", email, verified=True), text="Yanıt yok.",
        topic=topic, received_at=at,
    )  # fmt: skip
    receipt = channels.receive(inbound=message, by=Actor.channel("web_form"), at=at)
    return {each.name: each.limit_at for each in clocks_of(Case.objects.get(id=receipt.case_id))}


def test_its_clock_runs_at_night_and_no_other_customer_waits_longer(brand):
    limits(brand, "firma@sirket.example", "TECH", NIGHT - timedelta(days=1))
    Customer.objects.filter(email="firma@sirket.example").update(preferences={"plan": "kurumsal_724"})
    for topic in ("TECH", "COMPLAINT"):
        before = limits(brand, "ece@posta.example", topic)
        paid = limits(brand, "firma@sirket.example", topic)
        assert paid.pop("first_reply") == NIGHT + timedelta(hours=4)
        assert limits(brand, "can@posta.example", topic) == before
        assert before.pop("first_reply") > NIGHT + timedelta(hours=4)
        assert paid == before
        assert len(paid) > 1
