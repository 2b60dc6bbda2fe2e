"""How an event is hashed: pure, the same for the recorder, the verifier and the bulk loader."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import Any

GENESIS = "0" * 64


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)


@dataclass(frozen=True, slots=True)
class Link:
    """The hashed parts of one event, apart from its predecessor's hash."""

    event_id: int
    stream_kind: str
    stream_id: int
    seq: int
    kind: str
    schema: int
    at: datetime
    actor_kind: str
    actor_id: int | None
    actor_label: str
    content: str
    digests: str


def dumps(value: Any) -> str:
    """Canonical JSON (RFC 8785) of strings, integers, booleans, nulls, lists and objects with ASCII keys."""
    text = _ENCODER.encode(value)
    # A lone surrogate has no bytes, and what cannot be stored could not be proved later.
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def link_hash(link: Link, prev_hash: str) -> str:
    """SHA-256 (hex) over the canonical JSON (RFC 8785) of the event and its predecessor's hash."""
    return hashlib.sha256(link_text(link, prev_hash).encode()).hexdigest()


def link_text(link: Link, prev_hash: str) -> str:
    """The canonical JSON that is hashed; by hand, since proving a desk does it millions of times."""
    text = encode_basestring
    actor_id = "null" if link.actor_id is None else f'"{link.actor_id}"'
    return (
        f'{{"actor":[{text(link.actor_kind)},{actor_id},{text(link.actor_label)}]'
        f',"at":"{stamp(link.at)}","content":{text(link.content)},"digests":{text(link.digests)}'
        f',"id":"{link.event_id}","kind":{text(link.kind)},"prev":{text(prev_hash)}'
        f',"schema":{link.schema},"seq":{link.seq},"stream":[{text(link.stream_kind)},"{link.stream_id}"]}}'
    )


def stamp(at: datetime) -> str:
    """The instant in UTC with microseconds, as it is hashed."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def field_digest(salt: str, value: Any) -> str:
    """SHA-256 (hex) of a salted field: the salt is 128 random bits, so a short value cannot be guessed."""
    return hashlib.sha256(f"{salt}\n{dumps(value)}".encode()).hexdigest()


def split(values: Mapping[str, Any], personal: frozenset[str]) -> tuple[str, str, str]:
    """The lasting content, the digests of the personal fields, and those fields with their salts."""
    if not personal:
        return dumps(values), "", ""
    lasting = {name: value for name, value in values.items() if name not in personal}
    salted = {
        name: {"salt": secrets.token_hex(16), "value": values[name]}
        for name in sorted(personal & values.keys())
    }
    digests = {name: field_digest(part["salt"], part["value"]) for name, part in salted.items()}
    return dumps(lasting), dumps(digests), dumps(salted)
