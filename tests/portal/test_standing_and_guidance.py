"""The portal before visitors: private until it says who answers; the best channel now; is it late yet?"""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from muhatap.brands.queries import section_of
from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundFile, InboundMessage, Sender
from muhatap.charters import operations as charters
from muhatap.kernel.actors import Actor
from muhatap.money.queries import payment_of
from muhatap.portal.guidance import advice_of
from muhatap.topics.models import Topic

pytestmark = pytest.mark.django_db

NEHIR = (Path(__file__).parents[2] / "charters" / "nehir.yaml").read_text("utf-8")
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # Friday noon in Istanbul
NIGHT = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
LICENCE = NEHIR[NEHIR.index("    licence:\n") : NEHIR.index("    regulator:\n")]
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32


def apply(text=NEHIR, at=AT):
    return charters.apply_charter(text=text, source="nehir.yaml", by=Actor.system("test"), at=at).brand


def ask(**given):
    english = {"accept-language": "en"}
    return Client(headers=english).get("/nehir/new/PAY-DEP/", given).content.decode()


def write(brand, fields, files=()):
    message = InboundMessage(
        brand_id=brand.id, channel="web_form", sender=Sender("Elif", "elif@posta.example"),
        text="Param gelmedi.",
        topic="PAY-DEP", received_at=AT, fields=fields, files=tuple(files),
    )  # fmt: skip
    receipt = channels.receive(inbound=message, by=Actor.channel("web_form"), at=AT)
    return Case.objects.select_related("brand", "topic", "chosen_topic").get(id=receipt.case_id)


FIELDS = {
    "method": "bank_transfer",
    "amount": {"minor": 5000, "currency": "TRY"},
    "paid_at": "2026-11-18T10:00:00+03:00",
    "transaction_id": "TRX-90418827",
}


@pytest.mark.parametrize("path", ["", "contact/", "new/PAY-WD/"])
def test_without_a_licence_visitors_read_that_it_is_not_open(path):
    apply(NEHIR.replace(LICENCE, ""))
    answer = Client().get(f"/nehir/{path}?lang=en")
    assert answer.status_code == 403
    text = answer.content.decode()
    assert "not open to visitors yet" in text
    assert "brand.legal_entity.licence" not in text


def test_who_has_a_case_still_follows_it():
    apply(NEHIR.replace(LICENCE, ""))
    assert Client().get("/nehir/track/").status_code == 200
    assert Client().get("/nehir/privacy/").status_code == 200


def test_staff_read_what_is_missing(world):
    world.brand.legal = {"name": "Nehir", "address": "İstanbul"}
    world.brand.save()
    client = Client()
    client.force_login(world.staff["arda"])
    session = client.session
    session["second_factor_passed"] = world.staff["arda"].pk
    session.save()
    assert "brand.legal_entity.licence" in client.get("/nehir/?lang=en").content.decode()
    client.force_login(world.stranger)
    assert "brand.legal_entity.licence" not in client.get("/nehir/?lang=en").content.decode()


def test_the_samples_are_public():
    apply()
    assert Client().get("/nehir/").status_code == 200


def test_a_card_is_late_after_minutes_and_a_transfer_after_days():
    apply()
    card = ask(method="card", paid_on="2026-11-18", paid_time="10:00")
    assert "It is late." in card
    today = datetime.now(UTC).astimezone().date().isoformat()
    transfer = ask(method="bank_transfer", paid_on=today)
    assert "It is not late yet." in transfer


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"method": "", "paid_on": "2026-11-18"}, "Choose how you paid."),
        ({"method": "gold", "paid_on": "2026-11-18"}, "Choose how you paid."),
        ({"method": "card", "paid_on": ""}, "Enter the day of the payment"),
        ({"method": "card", "paid_on": "2126-11-18"}, "Enter the day of the payment"),
        ({"method": "card", "paid_on": "18.11.2026"}, "Enter the day of the payment"),
        ({"method": "card", "paid_on": "2026-11-18", "paid_time": "25:99"}, "Enter the day of the payment"),
    ],
)
def test_what_cannot_be_reckoned_is_said(given, words):
    apply()
    assert words in ask(**given)


def test_limits_and_fees_stand_on_the_page():
    apply()
    text = ask()
    assert "TRY\N{NO-BREAK SPACE}50.00 to TRY\N{NO-BREAK SPACE}20,000.00" in text
    assert "Is it late yet?" in text
    assert "Is it late yet?" not in Client().get("/nehir/new/TECH/?lang=en").content.decode()


def test_an_emergency_is_for_the_telephone_when_open_and_else_for_the_form():
    brand = apply()
    urgent = Topic.objects.get(brand=brand, code="A11Y")
    assert [each.name for each in advice_of(brand, urgent, ("en",), AT)] == ["Telephone", "Support form"]
    night = advice_of(brand, urgent, ("en",), NIGHT)
    assert [(each.name, each.is_first) for each in night] == [("Support form", True), ("Telephone", False)]


def test_the_emergency_line_is_open_at_every_hour():
    brand = apply()
    topic = Topic.objects.get(brand=brand, code="EMG-UNAUTH")
    line, form = advice_of(brand, topic, ("en",), NIGHT)
    assert (line.is_first, line.address, line.href) == (True, "+90 850 000 00 01", "tel:+908500000001")
    assert (form.name, form.href, form.standing) == ("Support form", "", "")
    brand.contact = {**brand.contact, "urgent_phone": ""}
    assert advice_of(brand, topic, ("en",), NIGHT)[0].name == "Support form"


def test_documents_are_for_the_upload():
    brand = apply()
    topic = Topic.objects.get(brand=brand, code="KYC")
    assert advice_of(brand, topic, ("en",), AT)[0].name == "Support form"


def test_complete_papers_take_the_fast_lane_and_incomplete_ones_do_not():
    brand = apply()
    needed = [
        each["code"]
        for each in Topic.objects.get(brand=brand, code="PAY-DEP").evidence
        if each.get("required")
    ]
    full = write(brand, FIELDS, [InboundFile(f"{code}.png", PNG, evidence=code) for code in needed])
    assert (full.priority, full.intake["complete"]) == (2, True)
    part = write(brand, {**FIELDS, "transaction_id": {"absent": "yok"}})
    assert (part.priority, part.intake["complete"]) == (3, False)
    assert "transaction_id" in part.intake["fields"]


def test_a_case_keeps_the_waiting_time_of_its_day():
    brand = apply()
    case = write(brand, FIELDS)
    first = payment_of(case, AT).lateness.due_at
    slower = NEHIR.replace("      usual: 1bd\n      within: 3bd\n", "      usual: 1bd\n      within: 9bd\n")
    changed = apply(slower, datetime(2026, 11, 20, 10, 0, tzinfo=UTC))
    case = Case.objects.select_related("brand", "topic", "chosen_topic").get(id=case.id)
    assert payment_of(case, AT).lateness.due_at == first
    assert payment_of(write(changed, FIELDS), AT).lateness.due_at > first
    assert section_of(changed, "payment_methods", 1) != section_of(changed, "payment_methods")


def test_a_case_about_no_payment_has_none():
    brand = apply()
    assert payment_of(write(brand, {"method": "gold"}), AT) is None
    assert payment_of(write(brand, {**FIELDS, "paid_at": "dün"}), AT) is None
