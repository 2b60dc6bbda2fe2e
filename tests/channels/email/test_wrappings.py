"""What other programs write is read back: Python's mail writer, real signatures, real encryption."""

import datetime
import json
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from hypothesis import given
from hypothesis import strategies as st

from muhatap.channels.adapters.email.parsing import parse
from tests.channels.email.corpus.building import HELLO, PDF, file, multipart, text, whole

NOON = datetime.datetime(2026, 11, 12, 12, tzinfo=datetime.UTC)
KEYS = """
    subject from_email from_name to cc date text html reply_text quoted_text attachments message_id
    in_reply_to references is_auto is_bounce bounces defects
"""
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=30)
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def signer():
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Deniz Toprak")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = (
        builder.serial_number(1).not_valid_before(NOON).not_valid_after(NOON + datetime.timedelta(days=9))
    )
    return builder.sign(key, hashes.SHA256()), key


def test_an_opaque_signature_shows_what_it_signs(signer):
    entity = multipart(text(), file(PDF, 'attachment; filename="a.pdf"'))
    builder = pkcs7.PKCS7SignatureBuilder().set_data(entity).add_signer(*signer, hashes.SHA256())
    signed = builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
    found = parse(whole(file(signed, 'attachment; filename="smime.p7m"', "application/pkcs7-mime")))
    assert found.text == HELLO
    assert [one.data for one in found.attachments] == [PDF, signed]


def test_a_clear_signature_is_a_file(signer):
    builder = pkcs7.PKCS7SignatureBuilder().set_data(text()).add_signer(*signer, hashes.SHA256())
    raw = builder.sign(serialization.Encoding.SMIME, [pkcs7.PKCS7Options.DetachedSignature])
    found = parse(b"From: deniz@ornek.example\r\n" + raw)
    assert found.text == HELLO
    assert [one.name for one in found.attachments] == ["smime.p7s"]


def test_an_encrypted_mail_says_so_and_is_kept(signer):
    sealed = pkcs7.PKCS7EnvelopeBuilder().set_data(text()).add_recipient(signer[0])
    content = sealed.encrypt(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
    found = parse(whole(file(content, 'attachment; filename="smime.p7m"', "application/pkcs7-mime")))
    assert found.text == ""
    assert "encrypted" in found.defects
    assert found.attachments[0].data == content


def test_the_answer_has_the_promised_keys():
    parsed = parse(whole(multipart(text(), file(PDF, 'attachment; filename="a.pdf"'))))
    answer = json.loads(json.dumps(parsed.to_json()))
    assert set(KEYS.split()) <= set(answer)
    assert {"name", "type", "size", "sha256"} <= set(answer["attachments"][0])
    bounce = "Content-Type: message/delivery-status\r\n\r\n"
    bounce += "Final-Recipient: rfc822; a@b.example\r\nStatus: 5.1.1\r\n"
    report = parse(whole(multipart(bounce.encode(), kind="report"))).to_json()
    assert {"recipient", "status", "hard"} <= set(report["bounces"][0])


@given(
    subject=WORDS,
    person=WORDS,
    lines=LINES,
    content=st.binary(min_size=1, max_size=500),
    encoding=st.sampled_from(["base64", "quoted-printable", "8bit"]),
)
def test_what_python_writes_is_read_back(subject, person, lines, content, encoding):
    written = EmailMessage()
    written["From"] = Address(person, "ayse", "ornek.example")
    written["To"] = Address("", "destek", "nehir.example")
    written["Subject"] = subject
    written.set_content("\n".join(lines), cte=encoding)
    written.add_attachment(content, maintype="application", subtype="octet-stream", filename="ödeme 1.bin")
    found = parse(written.as_bytes(policy=SMTP))
    assert found.subject == subject
    assert found.from_email == "ayse@ornek.example"
    assert [line.strip() for line in found.text.split("\n")] == [line.strip() for line in lines]
    assert [(one.name, one.data) for one in found.attachments] == [("ödeme 1.bin", content)]
