"""Who wrote a mail is taken from trusted receivers only, never from what the sender could put there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.channels.adapters.email.authentication import Mark, verdict_of

TRUSTED = ("mx.nehir.example",)
ELIF = "elif@posta.example"
RECEIVED = "Received: from a.posta.example by mx.nehir.example; Wed, 18 Nov 2026 11:58:00 +0300"


def raw(*lines: str) -> bytes:
    return "\r\n".join([*lines, f"From: Elif <{ELIF}>", "Subject: x", "", "Merhaba"]).encode()


def mark(*lines: str, sender: str = ELIF, trusted=TRUSTED) -> Mark:
    return verdict_of(raw(*lines), sender, trusted).mark


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ("dmarc=pass header.from=posta.example", Mark.VERIFIED),
        ("dkim=pass header.d=posta.example", Mark.VERIFIED),
        ("dkim=pass header.i=@posta.example", Mark.VERIFIED),
        ("dkim=pass header.d=mail.posta.example", Mark.VERIFIED),
        ("spf=pass smtp.mailfrom=elif@posta.example", Mark.VERIFIED),
        ("spf=pass smtp.mailfrom=posta.example", Mark.VERIFIED),
        ("dkim=fail header.d=posta.example; dkim=pass header.d=posta.example", Mark.VERIFIED),
        ("dkim=pass header.d=liste.example", Mark.UNSIGNED),
        ("dkim=pass header.d=example", Mark.UNSIGNED),
        ("dkim=pass header.d=kotuposta.example", Mark.UNSIGNED),
        ("spf=pass smtp.mailfrom=kotu@x.example", Mark.UNSIGNED),
        ("spf=pass smtp.helo=posta.example", Mark.UNSIGNED),
        ("dkim=none; spf=none", Mark.UNSIGNED),
        ("dmarc=pass header.from=baska.example", Mark.UNSIGNED),
        ("dmarc=fail header.from=posta.example; spf=pass smtp.mailfrom=posta.example", Mark.FAILED),
        ("dmarc=fail (p=none dis=none) header.from=posta.example", Mark.FAILED),
        ("spf=fail smtp.mailfrom=posta.example; dkim=none", Mark.FAILED),
        ("dkim=passive header.d=posta.example", Mark.UNSIGNED),
        ("dkim=none (dkim=pass header.d=posta.example)", Mark.UNSIGNED),
        ('dkim=none reason="; dkim=pass header.d=posta.example"', Mark.UNSIGNED),
        ("dkim=none x.y=(; dkim=pass header.d=posta.example)", Mark.UNSIGNED),
    ],
)
def test_what_a_trusted_receiver_says(results, expected):
    assert mark(f"Authentication-Results: mx.nehir.example; {results}", RECEIVED) is expected


def test_without_a_trusted_receiver_nothing_is_known():
    line = "Authentication-Results: mx.nehir.example; dmarc=pass header.from=posta.example"
    assert mark(line, trusted=()) is Mark.UNKNOWN
    assert mark(line.replace("mx.nehir", "mx.kotu")) is Mark.UNKNOWN
    assert mark(RECEIVED) is Mark.UNKNOWN
    assert verdict_of(raw(line), "", TRUSTED).mark is Mark.UNKNOWN


def test_a_forged_header_below_the_receivers_own_is_ignored():
    forged = "Authentication-Results: mx.nehir.example; dmarc=pass header.from=posta.example"
    genuine = "Authentication-Results: mx.nehir.example; dmarc=fail header.from=posta.example"
    assert mark(genuine, RECEIVED, forged) is Mark.FAILED
    assert mark("Received: x", genuine, RECEIVED, forged) is Mark.FAILED


def test_several_headers_of_one_receiver_are_one_word():
    spf = "Authentication-Results: mx.nehir.example; spf=none smtp.mailfrom=x.example"
    dkim = "Authentication-Results: MX.Nehir.Example 1; dkim=pass\r\n  header.d=posta.example"
    assert mark(dkim, spf, RECEIVED) is Mark.VERIFIED


def test_a_chain_of_others_proves_nothing():
    arc = "ARC-Authentication-Results: i=1; mx.nehir.example; dmarc=pass header.from=posta.example"
    assert mark(arc, RECEIVED) is Mark.UNKNOWN
    none = "Authentication-Results: mx.nehir.example; arc=pass; dkim=none"
    assert mark(none, arc, RECEIVED) is Mark.UNSIGNED


def test_results_in_the_body_are_words():
    body = b"From: Elif <elif@posta.example>\r\n\r\nAuthentication-Results: mx.nehir.example; dmarc=pass\r\n"
    assert verdict_of(body, ELIF, TRUSTED).mark is Mark.UNKNOWN


def test_nothing_is_kept_where_nothing_is_known():
    assert verdict_of(raw(RECEIVED), ELIF, TRUSTED).to_json() == {}
    said = verdict_of(
        raw("Authentication-Results: mx.nehir.example; dkim=pass header.d=posta.example"), ELIF, TRUSTED
    )
    assert said.to_json() == {"mark": "verified", "dkim": "pass", "domain": "posta.example"}


@given(st.binary(max_size=3000))
def test_any_bytes_have_a_verdict(noise):
    line = b"Authentication-Results: mx.nehir.example; " + noise
    assert verdict_of(line, ELIF, TRUSTED).mark in set(Mark)
    assert verdict_of(noise, ELIF, TRUSTED).mark in set(Mark)


def test_hostile_headers_are_read_in_bounded_time():
    deep = "Authentication-Results: mx.nehir.example; dkim=pass " + "(" * 30_000 + ")" * 30_000
    assert mark(deep) in set(Mark)
    many = [f"Authentication-Results: mx.nehir.example; dkim=fail n{n}" for n in range(5_000)]
    assert mark(*many) in set(Mark)
    assert mark("Authentication-Results: mx.nehir.example;" + " a.b=c" * 20_000) in set(Mark)
