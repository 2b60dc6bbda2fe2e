"""One way in: masked before it is stored, in the right case, or not at all."""

import json

import pytest
from django.conf import settings

from muhatap.audit.models import ErasableContent, Event
from muhatap.cases.models import Attachment, Case, Message, SearchText
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundFile, InboundMessage, Sender
from muhatap.channels.models import Delivery, VaultItem, VaultState
from muhatap.channels.operations.receiving import UnknownTopic
from muhatap.files.operations import FileRefused
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import unseal
from tests.world import CUSTOMERS, NOON, load, make_case

pytestmark = pytest.mark.django_db

BY = Actor.channel("api")
CARD = "4111 1111 1111 1111"
IBAN = "TR33 0006 1005 1978 6457 8413 26"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def receive(world, **more):
    values = {
        "brand_id": world.brand.id,
        "channel": "api",
        "sender": CUSTOMERS[0],
        "text": "Merhaba",
        "received_at": NOON,
        **more,
    }
    return channels.receive(inbound=InboundMessage(**values), by=BY, at=NOON)


def everything_stored() -> str:
    """Every text of the database that anybody could read."""
    rows = [
        *Message.objects.values_list("text", "html", "quoted", "masked"),
        *Case.objects.values_list("subject", "fields"),
        *SearchText.objects.values_list("body"),
        *Event.objects.values_list("content"),
        *ErasableContent.objects.values_list("fields"),
    ]
    return json.dumps([str(value) for row in rows for value in row])


def test_card_numbers_are_nowhere_in_readable_form(world):
    receive(
        world,
        subject=f"Kart {CARD}",
        text=f"Kartım {CARD}, güvenlik kodu 123",
        html=f"<p>Kartım {CARD}</p>",
        quoted=f"> {CARD}",
        fields={"note": f"kart {CARD}", "list": [{"x": CARD}]},
    )
    stored = everything_stored()
    for secret in (CARD, CARD.replace(" ", ""), "4111111111", "kodu 123"):
        assert secret not in stored
    assert "1111" in stored


def test_what_was_masked_is_noted_by_kind_and_place(world):
    receipt = receive(world, text=f"IBAN {IBAN} ve kart {CARD}")
    kinds = [entry["kind"] for entry in Message.objects.get(id=receipt.message_id).masked]
    assert sorted(kinds) == ["card", "iban"]


def test_html_that_hides_a_number_between_tags_is_dropped(world):
    receipt = receive(world, text="bakın", html="<p>4111 <b>1111</b> 1111 1111</p>")
    assert Message.objects.get(id=receipt.message_id).html == ""


def test_html_is_harmless(world):
    receipt = receive(world, text="", html="<p onclick=x>Merhaba<script>alert(1)</script></p>")
    message = Message.objects.get(id=receipt.message_id)
    assert "script" not in message.html
    assert "onclick" not in message.html
    assert "Merhaba" in message.text


def test_sensitive_fields_are_sealed_and_shown_masked(world):
    receipt = receive(
        world, fields={"iban": IBAN, "plan": "Artı"}, sensitive=frozenset({"iban"}), topic="PAY-WD"
    )
    case = load(receipt.case_id)
    assert case.fields["plan"] == "Artı"
    assert case.fields["iban"].endswith("1326")
    assert "0006" not in case.fields["iban"]
    sealed = bytes(case.sealed_fields)
    assert IBAN.encode() not in sealed
    opened = unseal(settings.MUHATAP_KEYRING, "case-fields", sealed, context=str(case.customer_id).encode())
    assert json.loads(opened) == {"iban": IBAN}


def test_our_own_numbers_are_left_alone(world):
    number = make_case(world).number
    receipt = receive(world, text=f"Kaydım {number} ne durumda?")
    assert number in Message.objects.get(id=receipt.message_id).text


def test_without_a_subject_the_first_line_is_it(world):
    assert load(receive(world, text="Param gelmedi\nAyrıntı").case_id).subject == "Param gelmedi"


def test_the_topic_decides_where_it_waits_and_how_urgent_it_is(world):
    case = load(receive(world, topic="emg-unauth").case_id)
    assert (case.queue.code, case.priority, case.kind) == ("payments", 1, "emergency")


def test_an_unknown_topic_is_refused_and_nothing_is_opened(world):
    with pytest.raises(UnknownTopic):
        receive(world, topic="NOPE")
    assert not Case.objects.exists()


def test_another_brands_topic_is_unknown(world):
    world.topics["PAY-WD"].brand_id = world.other_brand.id
    with pytest.raises(UnknownTopic):
        receive(world, topic="NO-SUCH")


def test_a_message_is_never_added_to_another_brands_case(world):
    case = make_case(world)
    with pytest.raises(Case.DoesNotExist):
        receive(world, brand_id=world.other_brand.id, case_id=case.id)
    assert Message.objects.count() == 1


def test_a_further_message_joins_its_case_and_shows_no_secret(world):
    case = make_case(world)
    receipt = receive(world, case_id=case.id, text="Ek bilgi")
    assert (receipt.number, receipt.secret, receipt.opened) == (case.number, "", False)
    assert Message.objects.filter(case=case).count() == 2


def test_files_come_along_and_answer_evidence(world):
    receipt = receive(world, files=(InboundFile("dekont.png", PNG, "receipt"),))
    attachment = Attachment.objects.get(case_id=receipt.case_id)
    assert (attachment.evidence, attachment.file.content_type) == ("receipt", "image/png")


def test_a_refused_file_refuses_the_whole_message(world):
    with pytest.raises(FileRefused):
        receive(world, files=(InboundFile("a.png", PNG), InboundFile("b.exe", b"MZ\x90")))
    assert not Case.objects.exists()


@pytest.mark.parametrize("text", ["\x00\x01", "\ud800", "a" * 300_000, "İ" * 10, "\u202egnihtemos"])
def test_odd_text_is_stored_cleaned(world, text):
    receipt = receive(world, text=f"x{text}")
    stored = Message.objects.get(id=receipt.message_id).text
    assert "\x00" not in stored
    stored.encode()


def test_a_language_the_brand_does_not_speak_becomes_its_own(world):
    assert load(receive(world, language="xx").case_id).language == "tr"
    assert load(receive(world, language="en", sender=CUSTOMERS[4]).case_id).language == "en"


def test_a_sender_without_address_is_still_heard(world):
    receipt = receive(world, sender=Sender("Adsız"))
    assert load(receipt.case_id).customer.name == "Adsız"
    assert not Delivery.objects.exists()


class TestVault:
    def store(self, world, data=b"raw bytes", external_id="m1"):
        return channels.store_item(
            brand_id=world.brand.id, source="email:destek", external_id=external_id, data=data, by=BY, at=NOON
        )

    def test_bytes_lie_sealed_and_open_again(self, world):
        item, is_new = self.store(world)
        assert is_new
        assert b"raw" not in bytes(VaultItem.objects.get(id=item.id).sealed)
        assert channels.open_item(item=VaultItem.objects.get(id=item.id)) == b"raw bytes"

    def test_the_same_item_comes_once(self, world):
        first, _ = self.store(world)
        again, is_new = self.store(world)
        assert (again.id, is_new) == (first.id, False)
        assert VaultItem.objects.count() == 1

    def test_a_large_item_lies_beside_the_database(self, world):
        item, _ = self.store(world, b"x" * 200_000)
        assert item.path
        assert channels.open_item(item=item) == b"x" * 200_000

    def test_a_redacted_item_cannot_be_opened_as_it_was(self, world):
        item, _ = self.store(world, b"card " + CARD.encode())
        old_key, old_sealed = bytes(item.wrapped_key), bytes(item.sealed)
        channels.redact_item(item=item, data=b"card ****", by=BY, at=NOON)
        fresh = VaultItem.objects.get(id=item.id)
        assert channels.open_item(item=fresh) == b"card ****"
        assert old_key not in bytes(fresh.wrapped_key)
        assert bytes(fresh.sealed) != old_sealed
        assert "redacted" in fresh.reason

    def test_what_was_set_aside_keeps_its_reason(self, world):
        item, _ = self.store(world)
        channels.set_aside(item=item, reason="cannot be read", by=BY, at=NOON)
        fresh = VaultItem.objects.get(id=item.id)
        assert (fresh.state, fresh.reason, fresh.attempts) == (VaultState.SET_ASIDE, "cannot be read", 1)
