"""Security events as lines for a system that collects them: plain JSON, CEF, or the Elastic Common Schema.

CEF: ArcSight Common Event Format, implementation standard revision 25. ECS: version 8.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from muhatap.audit.chain import stamp
from muhatap.audit.security import SecurityEvent

# Severity from 0 to 10 as CEF counts it.
_SEVERITY = {"sign_in": 3, "session": 3, "key": 6, "factor": 6, "permission": 6, "export": 5, "erasure": 7}
_SEVERITY |= {"refused": 6, "glass": 8}
_FAILED = frozenset({"staff.sign_in_failed", "access.refused", "proposal.refused"})
_ECS = {
    "sign_in": ("authentication", "start"),
    "session": ("session", "info"),
    "factor": ("iam", "change"),
    "permission": ("iam", "change"),
    "key": ("iam", "change"),
    "export": ("database", "access"),
    "erasure": ("database", "deletion"),
    "refused": ("iam", "denied"),
    "glass": ("iam", "allowed"),
}


def as_json(event: SecurityEvent) -> str:
    """One line of JSON with the event's place in its chain."""
    return _line(
        {
            "id": str(event.id),
            "at": stamp(event.at),
            "kind": event.kind,
            "category": event.category,
            "outcome": _outcome(event),
            "brand": _text(event.brand_id),
            "actor": {"kind": event.actor_kind, "id": _text(event.actor_id), "label": event.actor_label},
            "content": event.content,
            "stream": str(event.stream_id),
            "seq": event.seq,
            "prev_hash": event.prev_hash,
            "hash": event.hash,
        }
    )


def as_cef(event: SecurityEvent) -> str:
    """One line of CEF."""
    head = ("CEF:0", "Muhatap", "Muhatap", "1", event.kind, event.kind, str(_SEVERITY.get(event.category, 5)))
    extension: dict[str, Any] = {
        "rt": int(event.at.timestamp() * 1000),
        "externalId": event.id,
        "cat": event.category,
        "outcome": _outcome(event),
        "suid": event.actor_id if event.actor_id is not None else event.actor_label,
        "duid": event.staff_id,
        "cs1Label": "stream",
        "cs1": event.stream_id,
        "cn1Label": "seq",
        "cn1": event.seq,
        "cs2Label": "hash",
        "cs2": event.hash,
        "cs3Label": "previousHash",
        "cs3": event.prev_hash,
        "cs4Label": "brand",
        "cs4": event.brand_id,
        "msg": json.dumps(event.content, ensure_ascii=True, sort_keys=True),
    }
    told = " ".join(f"{key}={_valued(value)}" for key, value in extension.items() if value not in (None, ""))
    return "|".join((*(_headed(each) for each in head), told))


def as_ecs(event: SecurityEvent) -> str:
    """One line of ECS."""
    category, sort = _ECS.get(event.category, ("iam", "info"))
    told: dict[str, Any] = {
        "@timestamp": stamp(event.at),
        "ecs": {"version": "8.17.0"},
        "event": {
            "kind": "event",
            "category": [category],
            "type": [sort],
            "action": event.kind,
            "outcome": _outcome(event),
            "id": str(event.id),
            "sequence": event.seq,
            "hash": event.hash,
            "dataset": "muhatap.security",
            "provider": "muhatap",
        },
        "muhatap": {
            "category": event.category,
            "stream": str(event.stream_id),
            "prev_hash": event.prev_hash,
            "actor": {"kind": event.actor_kind, "label": event.actor_label},
            "content": event.content,
        },
    }
    if event.actor_id is not None:
        told["user"] = {"id": str(event.actor_id)}
        if event.staff_id not in {None, event.actor_id}:
            told["user"]["target"] = {"id": str(event.staff_id)}
    if event.brand_id is not None:
        told["organization"] = {"id": str(event.brand_id)}
    return _line(told)


FORMATS: Mapping[str, Callable[[SecurityEvent], str]] = {"json": as_json, "cef": as_cef, "ecs": as_ecs}


def _outcome(event: SecurityEvent) -> str:
    return "failure" if event.kind in _FAILED else "success"


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)


def _line(told: Mapping[str, Any]) -> str:
    # Everything beyond ASCII is escaped, so no text can end a line or steer a terminal.
    return json.dumps(told, ensure_ascii=True, sort_keys=True)


def _headed(text: str) -> str:
    return _one_line(text.replace("\\", "\\\\").replace("|", "\\|"))


def _valued(value: object) -> str:
    return _one_line(str(value).replace("\\", "\\\\").replace("=", "\\="))


def _one_line(text: str) -> str:
    return "".join(each if each.isprintable() else " " for each in text)
