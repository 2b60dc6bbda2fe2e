"""Signed reply addresses: proof of a letter of ours, for one case of one brand, whatever key is active."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.cases.models import Case
from muhatap.channels.adapters.email import own_ids
from muhatap.channels.adapters.email.threads import case_of_reply_tag, reply_tag
from muhatap.channels.models import Doubt
from muhatap.kernel.keyring import Keyring
from tests.channels.email import post
from tests.channels.email.post import bring, mail
from tests.channels.email.test_placing import LATER, STRANGER, letter_to

KEY = b"k" * 32
NUMBERS = st.integers(0, 10**12 - 1).map(lambda number: f"{number:012d}")


@given(NUMBERS, st.integers(1, 2**62))
def test_a_tag_gives_its_case_back_in_its_brand_only(number, brand):
    address = f"destek+{reply_tag(KEY, brand, number)}@firma.example"
    assert case_of_reply_tag([b"x" * 32, KEY], brand, address) == number
    assert case_of_reply_tag([KEY], brand, address.upper()) == number
    assert case_of_reply_tag([KEY], brand + 1, address) is None
    assert case_of_reply_tag([b"x" * 32], brand, address) is None
    other = f"{(int(number) + 1) % 10**12:012d}"
    assert case_of_reply_tag([KEY], brand, address.replace(number, other)) is None


@given(st.text(max_size=80))
def test_any_text_is_no_tag(text):
    assert case_of_reply_tag([KEY], 1, text) is None
    assert case_of_reply_tag([KEY], 1, f"destek+c123456789012-{text}@firma.example") is None


def test_rotated_keys_still_verify_and_letters_stay_the_same(settings, tmp_path):
    settings.MUHATAP_KEYRING = Keyring.open(tmp_path)
    number = "261234567890"
    before = (
        own_ids.own_id(number, 7, "destek@nehir.example"),
        own_ids.reply_address(number, 1, "d@n.example"),
    )
    settings.MUHATAP_KEYRING.rotate()
    after = own_ids.own_id(number, 7, "destek@nehir.example"), own_ids.reply_address(number, 1, "d@n.example")
    assert before == after
    assert own_ids.case_number_of(before[0]) == number
    assert own_ids.case_number_of_address(before[1], 1) == number


def test_an_address_that_would_be_too_long_is_not_tagged():
    assert own_ids.reply_address("261234567890", 1, f"{'a' * 40}@nehir.example") == ""


@pytest.fixture
def tagged(world, box, smtp):
    """A case that was answered from a mailbox with plus addressing, and its reply address."""
    box.state = {**box.state, "plus_addressing": True}
    box.save()
    case = bring(box, mail()).case
    letter_to(case)
    post.work(LATER)
    replies = {
        found[1].decode() for one in smtp.accepted if (found := re.search(rb"(?m)^Reply-To: (\S+)", one.raw))
    }
    (address,) = {each.strip("<>") for each in replies}
    return case, address


def test_an_answer_to_the_reply_address_finds_its_case_without_any_other_sign(tagged, box):
    case, address = tagged
    assert address.startswith("destek+c")
    item = bring(box, mail(subject="bambaşka", text="Ek bilgi", to=address), LATER)
    assert item.case_id == case.id
    assert Case.objects.count() == 1


@pytest.mark.parametrize("header", ["delivered_to", "x_original_to", "cc"])
def test_the_address_counts_wherever_the_server_says_it(tagged, box, header):
    case, address = tagged
    assert bring(box, mail(subject="x", text="Ek", **{header: address}), LATER).case_id == case.id


def test_a_reply_address_that_was_passed_on_opens_no_case_of_somebody_else(tagged, box):
    case, address = tagged
    item = bring(box, mail(STRANGER, "x", "Bana da yazın", to=address), LATER)
    assert item.case_id != case.id
    assert Doubt.objects.get(case=item.case).reason == "unknown_sender"


def test_a_reply_address_of_another_brand_means_nothing(world, tagged, smtp):
    case, address = tagged
    there = post.mailbox(world.other_brand)
    item = bring(there, mail(subject="x", text="Ek", to=address), LATER)
    assert item.case_id != case.id
    assert not Doubt.objects.exists()


def test_without_the_setting_letters_carry_no_reply_address(world, box, smtp):
    bring(box, mail())
    post.work()
    assert b"\r\nReply-To:" not in smtp.accepted[0].raw
