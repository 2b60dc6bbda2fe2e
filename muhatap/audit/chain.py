"""How an event is hashed: pure, the same for the recorder, the verifier and the bulk loader."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """The hashed parts of one event, apart from its predecessor's hash."""

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
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def link_hash(link: Link, prev_hash: str) -> str:
    """SHA-256 (hex) over the canonical form of the event and its predecessor's hash."""
    body = dumps(
        {
            "actor": [link.actor_kind, None if link.actor_id is None else str(link.actor_id), link.actor_label],
            "at": stamp(link.at),
            "content": link.content,
            "digests": link.digests,
            "kind": link.kind,
            "prev": prev_hash,
            "schema": link.schema,
            "seq": link.seq,
            "stream": [link.stream_kind, str(link.stream_id)],
        }
    )
    return hashlib.sha256(body.encode()).hexdigest()


def stamp(at: datetime) -> str:
    """The instant in UTC with microseconds, as it is hashed."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def field_digest(salt: str, value: Any) -> str:
    """SHA-256 (hex) of a salted field: the salt is 128 random bits, so a short value cannot be guessed."""
    return hashlib.sha256(f"{salt}\n{dumps(value)}".encode()).hexdigest()


def split(values: Mapping[str, Any], personal: frozenset[str]) -> tuple[str, str, str]:
    """The lasting content, the digests of the personal fields, and those fields with their salts."""
    if not personal:
        return dumps(values), "", ""
    lasting = {name: value for name, value in values.items() if name not in personal}
    salted = {
        name: {"salt": secrets.token_hex(16), "value": values[name]} for name in sorted(personal & values.keys())
    }
    digests = {name: field_digest(part["salt"], part["value"]) for name, part in salted.items()}
    return dumps(lasting), dumps(digests), dumps(salted)
