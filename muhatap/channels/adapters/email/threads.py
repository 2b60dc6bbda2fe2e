"""Which conversation a mail says it belongs to: message ids, signed ids, case numbers in the subject.

What is read from References or the subject is a claim; only a signed id that verifies is more than that.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable

MAX_REFERENCES = 200
MESSAGE_ID = re.compile(r"<\s*([^<>\s]{1,990})\s*>")
CASE_NUMBER = re.compile(r"(?<![\d-])(\d{2})-?(\d{5})-?(\d{5})(?![\d-])")
THREAD_ID = re.compile(
    r"<?c\.(\d{12})\.([A-Za-z0-9_-]{1,64})\.([A-Z2-7a-z]{26})@[^<>\s@]{1,255}>?\s*", re.ASCII
)
REPLY_TAG = re.compile(r"\+c(\d{12})-([a-z2-7]{26})\Z", re.ASCII)
NONCE = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


def message_id_of(text: str) -> str | None:
    """The first message id of a header value in angle brackets, or the bare word when it has none."""
    match = MESSAGE_ID.search(text)
    if match:
        return f"<{match[1]}>"
    bare = text.split()
    return f"<{bare[0].strip('<>')[:990]}>" if bare and bare[0].strip("<>") else None


def references_of(text: str) -> tuple[str, ...]:
    """The message ids of a References value, oldest first: the first and the last 199 of a longer list."""
    found = list(dict.fromkeys(f"<{one}>" for one in MESSAGE_ID.findall(text)))
    if len(found) > MAX_REFERENCES:
        found = [found[0], *found[-(MAX_REFERENCES - 1) :]]
    return tuple(found)


def case_numbers_in(subject: str) -> tuple[str, ...]:
    """What looks like a case number in a subject, as twelve digits; the check digit is not tested here."""
    return tuple(dict.fromkeys("".join(match.groups()) for match in CASE_NUMBER.finditer(subject)))


def thread_id(key: bytes, case_number: str, nonce: str, domain: str) -> str:
    """A Message-ID that proves it was made here for this case: HMAC-SHA-256 cut to 128 bits."""
    number = case_number.replace("-", "")
    if not re.fullmatch(r"\d{12}", number, re.ASCII) or not NONCE.fullmatch(nonce):
        raise ValueError(
            "a thread id needs a case number of 12 digits and a nonce of letters, digits, - and _"
        )
    return f"<c.{number}.{nonce}.{_seal(key, number, nonce)}@{domain}>"


def case_of_thread_id(key: bytes, message_id: str) -> str | None:
    """The case number (12 digits) that a Message-ID was signed for; none when it is foreign or forged."""
    match = THREAD_ID.fullmatch(message_id.strip())
    if not match:
        return None
    number, nonce, seal = match.groups()
    genuine = hmac.compare_digest(_seal(key, number, nonce), seal.lower())
    return number if genuine else None


def reply_tag(key: bytes, brand_id: int, case_number: str) -> str:
    """What stands after the plus in the address to which a case is answered; good in that brand only."""
    number = case_number.replace("-", "")
    if not re.fullmatch(r"\d{12}", number, re.ASCII):
        raise ValueError("a reply tag needs a case number of 12 digits")
    return f"c{number}-{_seal(key, number, f'reply:{brand_id}')}"


def case_of_reply_tag(keys: Iterable[bytes], brand_id: int, address: str) -> str | None:
    """The case number (12 digits) that an address was signed for by one of the keys; none when it was not."""
    match = REPLY_TAG.search(address.rpartition("@")[0].lower())
    if not match:
        return None
    number, seal = match.groups()
    seals = [_seal(key, number, f"reply:{brand_id}") for key in keys]
    return number if any(hmac.compare_digest(one, seal) for one in seals) else None


def _seal(key: bytes, number: str, nonce: str) -> str:
    digest = hmac.new(key, f"thread-id:{number}:{nonce}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:16]).decode().rstrip("=").lower()
