"""Rule packs: the law as dated data, shipped in the folder `packs` or written by the operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from muhatap.calendars.spans import Span, SpanError
from muhatap.charters.conforming import problems_by
from muhatap.charters.errors import CharterErrors, problem_at
from muhatap.charters.loading import load
from muhatap.charters.mapping import from_plain
from muhatap.charters.schema.packs import pack_schema
from muhatap.charters.texts import Text

_FOLDER = "packs"


@dataclass(frozen=True)
class PackRule:
    """One rule; `number` stays as written, `verified` says how well it is known."""

    id: str
    title: Text
    law: str
    use: str
    source: str
    verified: str
    number: str = ""
    exceptionally: str = ""
    calendar: str = "days"
    last_day: str = "stay"
    clocks: tuple[str, ...] = ()
    runs: str = ""
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    valid_from: str = ""
    valid_until: str = ""
    note: str = ""

    @property
    def span(self) -> Span | None:
        """Its number as a length of time, None where it is none."""
        try:
            return Span.parse(self.number)
        except SpanError:
            return None

    def binds_on(self, day: date) -> bool:
        """Whether it holds on this day as a limit of promises; what nobody could verify never binds."""
        written = day.isoformat()
        return (
            self.use == "limit"
            and self.verified != "unverified"
            and self.span is not None
            and (not self.valid_from or self.valid_from <= written)
            and (not self.valid_until or written < self.valid_until)
        )


@dataclass(frozen=True)
class Pack:
    """The rules of one body of law, as known on a day."""

    code: str
    jurisdiction: str
    as_of: str
    name: Text
    whom: Text
    rules: tuple[PackRule, ...]

    def rule(self, rule_id: str) -> PackRule | None:
        """The rule with this id."""
        return next((each for each in self.rules if each.id == rule_id), None)


def read_pack(text: str, source: str = "pack.yaml") -> Pack:
    """Return the pack of a YAML text; raise CharterErrors with all problems if it cannot be used."""
    loaded = load(text, source)
    problems = problems_by(pack_schema(), loaded)
    if not problems:
        seen: set[str] = set()
        for index, rule in enumerate(loaded.values["rules"]):
            path = ("rules", index, "id")
            if rule["id"] in seen:
                first = next(n for n, each in enumerate(loaded.values["rules"]) if each["id"] == rule["id"])
                line = loaded.value_place(("rules", first, "id"))[0]
                words = {"what": "rule", "value": rule["id"], "first": line}
                problems.append(problem_at(loaded.value_place(path), path, "duplicate_id", **words))
            seen.add(rule["id"])
    if problems:
        raise CharterErrors(problems, source)
    return _pack(loaded.values)


@cache
def shipped_packs() -> dict[str, Pack]:
    """The packs that come with the product, by code."""
    packs = [read_pack(text, name) for name, text in shipped_texts().items()]
    return {pack.code: pack for pack in sorted(packs, key=lambda each: each.code)}


@cache
def shipped_texts() -> dict[str, str]:
    """The files of the shipped packs by name, as they were written."""
    folder = resources.files("muhatap.charters") / _FOLDER
    return {
        each.name: each.read_text(encoding="utf-8")
        for each in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if each.name.endswith(".yaml")
    }


def shipped_text(code: str) -> str | None:
    """The file of the shipped pack with this code, None when there is none."""
    return next((text for text in shipped_texts().values() if read_pack(text).code == code), None)


def _pack(values: dict[str, Any]) -> Pack:
    return Pack(
        code=values["pack"],
        jurisdiction=values["jurisdiction"],
        as_of=values["as_of"],
        name=Text.from_plain(values["name"]),
        whom=Text.from_plain(values["for"]),
        rules=from_plain(tuple[PackRule, ...], values["rules"]),
    )
