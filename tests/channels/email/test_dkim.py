"""Signatures that an independent verifier accepts, and that break when anything of weight is changed."""

from dataclasses import replace
from datetime import UTC, datetime

import dkim as verifier
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muhatap.channels.adapters.email import dkim
from muhatap.channels.adapters.email.composing import OutgoingFile, OutgoingMail, compose

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MAIL = OutgoingMail(
    from_name="Nehir",
    from_address="destek@nehir.example",
    to=("elif@posta.example",),
    subject="Para çekme talebim gelmedi [26-12345-67890]",
    text="Sayın Elif Karaca,\n\nİnceliyoruz.  \n. nokta\n\n\n",
    html="<p>İnceliyoruz.</p>\n",
    message_id="<c.1@nehir.example>",
    sent_at=AT,
    references=tuple(f"<{number}@posta.example>" for number in range(12)),
    attachments=(OutgoingFile("ödeme.bin", "application/pdf", bytes(range(256)) * 40),),
)
SIGNERS = tuple(
    dkim.Signer("nehir.example", f"m-{algorithm[:3]}", dkim.new_key(algorithm))
    for algorithm in (dkim.RSA, dkim.ED25519)
)
ZONE = {f"{dkim.record_name(one)}.": dkim.record_text(one) for one in SIGNERS}


def is_good(raw: bytes, place: int) -> bool:
    def answer(name, timeout=5):
        return ZONE[name.decode()].encode()

    try:
        return verifier.DKIM(raw).verify(idx=place, dnsfunc=answer)
    except verifier.ValidationError:
        return False


@pytest.mark.parametrize("place", [0, 1])
def test_both_algorithms_are_accepted_by_another_verifier(place):
    assert is_good(dkim.signed(compose(MAIL), SIGNERS, at=AT), place)


def test_the_same_mail_and_keys_are_the_same_bytes():
    raw = compose(MAIL)
    assert dkim.signed(raw, SIGNERS, at=AT) == dkim.signed(raw, SIGNERS, at=AT)
    assert dkim.signed(raw, SIGNERS, at=AT).endswith(raw)
    assert dkim.signed(raw, (), at=AT) == raw


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Date: Sun", b"Date: Mon"),
        (b"From: ", b"From: evil@x.example\r\nFrom: "),
        (b"<c.1@nehir.example>\r\nX", b"<c.2@nehir.example>\r\nX"),
        (b"To: elif@", b"To: deniz@"),
        (b"\r\n\r\n--", b"\r\n\r\nmore\r\n--"),
    ],
)
@pytest.mark.parametrize("place", [0, 1])
def test_what_is_changed_on_the_way_is_seen(old, new, place):
    raw = dkim.signed(compose(MAIL), SIGNERS, at=AT)
    assert raw.count(old) >= 1
    assert not is_good(raw.replace(old, new, 1), place)


def test_blanks_that_mail_servers_change_do_no_harm():
    raw = dkim.signed(compose(MAIL), SIGNERS, at=AT)
    assert is_good(raw.replace(b"References: <0", b"References:\r\n    <0"), 0)
    assert is_good(raw + b"\r\n\r\n", 1)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=120))
def test_any_words_can_be_signed(text, subject):
    raw = dkim.signed(compose(replace(MAIL, text=text, subject=subject, attachments=())), SIGNERS, at=AT)
    assert is_good(raw, 0)
    assert is_good(raw, 1)


def test_keys_come_back_from_their_text_and_others_are_refused():
    for one in SIGNERS:
        again = dkim.Signer(one.domain, one.selector, dkim.key_from(dkim.pem_of(one.key)))
        assert dkim.record_text(again) == dkim.record_text(one)
    for wrong in (b"", b"-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----"):
        with pytest.raises(dkim.NotAKey):
            dkim.key_from(wrong)
    with pytest.raises(dkim.NotAKey):
        dkim.Signer("nehir.example; s=x", "a", SIGNERS[0].key)


def test_the_record_fits_into_the_strings_of_a_zone_file():
    line = dkim.record_line(SIGNERS[0])
    strings = line.split('"')[1::2]
    assert all(len(part) <= 255 for part in strings)
    assert "".join(strings) == dkim.record_text(SIGNERS[0])
