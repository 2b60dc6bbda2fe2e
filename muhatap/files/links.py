"""Links to files that expire: sealed, so that they tell nothing and cannot be changed."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.urls import reverse

from muhatap.files.models import StoredFile
from muhatap.kernel.keyring import UnknownKey
from muhatap.kernel.sealing import Tampered, seal, unseal

STAFF = "staff"
CUSTOMER = "customer"
VALID_FOR = timedelta(minutes=10)

_PURPOSE = "file-link"
_LONGEST = 2000


class BrokenLink(Exception):
    """A link that this installation never gave out."""


class ExpiredLink(Exception):
    """A link that was good and is too old now."""


@dataclass(frozen=True, slots=True)
class FileLink:
    """What a link opens: a file, the name it is saved under, and which sort of viewer it was given to."""

    file_id: int
    name: str
    for_whom: str


def signed_url(
    file: StoredFile, name: str, for_whom: str, at: datetime, valid_for: timedelta = VALID_FOR
) -> str:
    """The path that serves a file until `at + valid_for`, to `staff` (signed in) or to a `customer`."""
    until = int((at + valid_for).timestamp())
    payload = json.dumps([file.id, name or file.name, for_whom, until], ensure_ascii=False).encode()
    sealed = seal(settings.MUHATAP_KEYRING, _PURPOSE, payload)
    return reverse("files:file", args=[base64.urlsafe_b64encode(sealed).decode().rstrip("=")])


def read_link(signed: str, at: datetime) -> FileLink:
    """What a link says; `BrokenLink` for a changed one, `ExpiredLink` for an old one."""
    if len(signed) > _LONGEST:
        raise BrokenLink
    try:
        sealed = base64.urlsafe_b64decode(signed + "=" * (-len(signed) % 4))
        file_id, name, for_whom, until = json.loads(unseal(settings.MUHATAP_KEYRING, _PURPOSE, sealed))
    except (Tampered, UnknownKey, binascii.Error, ValueError) as trouble:
        raise BrokenLink from trouble
    if at >= datetime.fromtimestamp(until, UTC):
        raise ExpiredLink
    return FileLink(file_id, name, for_whom)
