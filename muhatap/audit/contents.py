"""The contents of one stream's events: salted digests, lawful erasures, brands; pure, fed row by row."""

import json
from collections.abc import Mapping
from typing import Any, Protocol

from muhatap.audit.chain import field_digest
from muhatap.audit.findings import Fault, Finding
from muhatap.kernel.facts import INSTALLATION, Fact, NoUpcaster, upcast


class StreamRow(Protocol):
    """What is asked of a stream."""

    id: int
    kind: str
    brand_id: int | None


class Contents:
    """The contents of one stream's events: salted digests, lawful erasures, brands."""

    def __init__(self, stream: StreamRow, kinds: Mapping[str, type[Fact]]) -> None:
        self.erased = 0
        self._stream = stream
        self._kinds = kinds
        self._findings: list[Finding] = []
        self._emptied: dict[int, tuple[int, str]] = {}
        self._lawful: set[int] = set()

    def see(self, row: tuple, salted: str | None) -> dict[str, Any] | None:
        """Look at one event; its values in today's schema, None when they cannot be read."""
        event_id, seq, kind, schema, brand_id = row[0], row[2], row[3], row[4], row[6]
        try:
            values = json.loads(row[10])
            digests = json.loads(row[11]) if row[11] else {}
            parts = json.loads(salted) if salted else {}
            brand = values.get("brand")
            has_brand = self._stream.kind != INSTALLATION.kind
            told = int(brand) if brand is not None else self._stream.brand_id
            if has_brand and not brand_id == told == self._stream.brand_id:
                self._find(row, Fault.CHANGED, "it names another brand")
            self._compare(row, digests, parts)
            values |= {name: part["value"] for name, part in parts.items()}
            fact = self._kinds.get(kind)
            if fact is None:
                return values
            if fact.erases_events:
                self._lawful.update(int(erased) for erased in values["events"])
            return upcast(fact, schema, values) if schema != fact.schema else values
        except (ValueError, TypeError, KeyError, AttributeError):
            self._find(row, Fault.CHANGED if not _is_json(row[10]) else Fault.CONTENT_CHANGED, "unreadable")
        except NoUpcaster as missing:
            self._findings.append(
                Finding(self._stream.kind, self._stream.id, seq, event_id, Fault.CHANGED, str(missing))
            )
        return None

    def end(self) -> list[Finding]:
        """What was found; a field that is gone must be named by an erasure of the same stream."""
        for event_id, (seq, name) in self._emptied.items():
            if event_id in self._lawful:
                self.erased += 1
            else:
                self._findings.append(
                    Finding(
                        self._stream.kind,
                        self._stream.id,
                        seq,
                        event_id,
                        Fault.CONTENT_REMOVED,
                        f"{name} was removed without an erasure",
                    )
                )
        return self._findings

    def _compare(self, row: tuple, digests: dict[str, str], parts: dict[str, dict[str, Any]]) -> None:
        for name, digest in digests.items():
            part = parts.get(name)
            if part is None:
                self._emptied[row[0]] = (row[2], name)
            elif field_digest(part["salt"], part["value"]) != digest:
                self._find(row, Fault.CONTENT_CHANGED, name)
        if parts.keys() - digests.keys():
            self._find(row, Fault.CONTENT_CHANGED, "a field was added")

    def _find(self, row: tuple, fault: Fault, detail: str) -> None:
        self._findings.append(Finding(self._stream.kind, self._stream.id, row[2], row[0], fault, detail))


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
