"""Every mail of the corpus is understood as written beside it; no damage done to one makes parsing fail."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.channels.adapters.email.parsing import parse
from tests.channels.email.corpus import charset_mails, header_mails, mailtext, part_mails, wrapped_mails

SOURCES = (mailtext.replies, charset_mails.mails, header_mails.mails, part_mails.mails, wrapped_mails.mails)
MAILS = {mail.name: mail for source in SOURCES for mail in source()}
SMALL = sorted(name for name, mail in MAILS.items() if len(mail.raw) < 20_000)
QUESTIONS = {
    "some_defect": lambda parsed, prefix: any(one.startswith(prefix) for one in parsed.defects),
    "near": lambda parsed, text: text in parsed.text or text[:20] in parsed.text,
    "iso_date": lambda parsed, date: (parsed.date.isoformat() if parsed.date else None) == date,
    "emails_to": lambda parsed, emails: [one.email for one in parsed.to] == emails,
    "first_and_last": lambda parsed, ends: (parsed.references[0], parsed.references[-1]) == ends,
    "files": lambda parsed, files: [(one.name, one.type, one.data) for one in parsed.attachments] == files,
    "file_names": lambda parsed, names: [one.name for one in parsed.attachments] == names,
    "file_types": lambda parsed, types: [one.type for one in parsed.attachments] == types,
    "last_file": lambda parsed, name: parsed.attachments[-1].name == name,
    "content_ids": lambda parsed, ids: [one.content_id for one in parsed.attachments] == ids,
    "inline": lambda parsed, answers: [one.inline for one in parsed.attachments] == answers,
    "hashes": lambda parsed, contents: (
        [one.sha256 for one in parsed.attachments] == [hashlib.sha256(one).hexdigest() for one in contents]
    ),
    "bounced": lambda parsed, found: (
        [(one.recipient, one.status, one.hard) for one in parsed.bounces] == found
    ),
}


def words(text: str) -> list[str]:
    """The lines with words, in an order that does not matter."""
    return sorted(line.strip() for line in text.splitlines() if line.strip())


def test_the_corpus_is_large():
    assert len(MAILS) >= 320


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_is_understood(name):
    mail = MAILS[name]
    parsed = parse(mail.raw)
    for field, value in mail.expect.items():
        if field in QUESTIONS:
            assert QUESTIONS[field](parsed, value), (field, value, parsed.to_json())
        else:
            assert getattr(parsed, field) == value, field
    assert words(parsed.text) == words(f"{parsed.reply_text}\n{parsed.quoted_text}")
    assert bool(parsed.reply_text) == bool(parsed.text)
    assert not any(one.startswith("unparsed") for one in parsed.defects)
    json.dumps(parsed.to_json()).encode()


@pytest.mark.parametrize(
    "name", [name for name in MAILS if "/" in name and name.split("/")[0] in ("tr_clients", "en")]
)
def test_a_reply_has_nothing_more_to_fold(name):
    reply = parse(MAILS[name].raw).reply_text
    again = parse(b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + reply.encode())
    assert again.reply_text == reply


@given(st.sampled_from(SMALL), st.data())
def test_a_damaged_mail_is_answered(name, data):
    raw = bytearray(MAILS[name].raw)
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(raw)))
        end = min(len(raw), start + data.draw(st.integers(0, 60)))
        raw[start:end] = data.draw(st.one_of(st.binary(max_size=20), st.just(bytes(raw[end : end + 200]))))
    parsed = parse(bytes(raw))
    json.dumps(parsed.to_json()).encode()
    assert words(parsed.text) == words(f"{parsed.reply_text}\n{parsed.quoted_text}")
    assert not any(one.startswith("unparsed") for one in parsed.defects)


@given(st.lists(st.sampled_from(SMALL), min_size=2, max_size=4))
def test_mails_joined_together_are_answered(names):
    parsed = parse(b"\r\n".join(MAILS[name].raw for name in names))
    assert not any(one.startswith("unparsed") for one in parsed.defects)
