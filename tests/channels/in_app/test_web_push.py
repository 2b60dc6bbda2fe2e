"""What is pushed can be opened by the browser alone, and only known services are called."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from muhatap.channels.adapters.in_app.web_push import Browser, encrypted, key_from, public_point, vapid_header
from muhatap.integrations.pushing import is_push_service


def unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


# RFC 8291, appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
RECEIVER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SENDER_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
AUTH, SALT = "BTBZMqHH6r4Tts7J_aSIgg", "DGv6ra1nlYgDCS1FRnbzlw"
MESSAGE = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard_comes_out_to_the_byte():
    own = ec.derive_private_key(int.from_bytes(unpacked(SENDER_PRIVATE), "big"), ec.SECP256R1())
    browser = Browser("https://push.example", unpacked(RECEIVER), unpacked(AUTH))
    assert encrypted(PLAIN, browser, own=own, salt=unpacked(SALT)) == unpacked(MESSAGE)


def test_who_sends_is_signed_for_one_service_and_a_time():
    key = key_from(b"s" * 32)
    header = vapid_header(key, origin="https://fcm.googleapis.com", contact="mailto:a@b.example", now=1000)
    token, _, point = header.removeprefix("vapid t=").partition(", k=")
    head, body, signature = token.split(".")
    assert json.loads(unpacked(head))["alg"] == "ES256"
    assert json.loads(unpacked(body)) == {
        "aud": "https://fcm.googleapis.com", "exp": 1000 + 12 * 3600, "sub": "mailto:a@b.example",
    }  # fmt: skip
    assert len(unpacked(signature)) == 64
    assert unpacked(point) == public_point(key)
    assert public_point(key_from(b"s" * 32)) == public_point(key)
    raw = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    assert len(raw) == 65


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com:8443/x",
        "https://user@fcm.googleapis.com/x",
        "https://[::1]/x",
        "",
    ],
)
def test_no_other_place_is_called(endpoint):
    assert not is_push_service(endpoint)
    assert is_push_service("https://db5p.notify.windows.com/w/?token=1")
