"""Merge fields of letters: which there are, faults of a template, filling it: pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from muhatap.letters.filling import Filled, fill, variables_in
from muhatap.letters.linting.facts import Sort

FIELDS = (
    "greeting",
    "case.number",
    "case.subject",
    "case.address",
    "received_on",
    "outcome",
    "reasons",
    "points",
    "remedy",
    "remedy_line",
    "appeal",
    "outside",
    "outside_line",
    "new_date",
    "why_late",
    "signer",
    "brand.name",
    "reason",
    "amount",
    "pay_by",
    "reference",
    "received_at",
    "promises",
    "secret",
    "channel",
    "documents",
    "breach.what",
    "breach.whom",
    "breach.effect",
    "breach.done",
    "breach.advice",
    "breach.contact",
)
BREACH_PARTS = ("what", "whom", "effect", "done", "advice", "contact")
# Without these a letter of the sort could never pass the linter.
NEEDED: Mapping[Sort, tuple[str, ...]] = {
    Sort.FINAL: ("case.number", "outcome", "points", "remedy", "appeal", "outside", "signer"),
    Sort.DEADLOCK: ("case.number", "outcome", "points", "remedy", "outside", "signer"),
    Sort.HOLDING: ("case.number", "new_date", "why_late", "signer"),
    Sort.EIGHT_WEEKS: ("case.number", "new_date", "why_late", "outside", "signer"),
    Sort.SETTLED: ("case.number", "outside", "signer"),
    Sort.APPEAL_BEGUN: ("case.number", "new_date", "signer"),
    Sort.ROUTE: ("case.number", "outside", "signer"),
    Sort.UNCONFIRMED: ("case.number", "outside", "signer"),
    Sort.REF_ACK: ("case.number", "promises", "secret"),
    Sort.REF_APPROVE: ("case.number", "amount", "pay_by", "signer"),
    Sort.REF_REFUSE: ("case.number", "reason", "appeal", "outside", "signer"),
    Sort.REF_PAID: ("case.number", "amount", "pay_by", "reference", "signer"),
    Sort.KYC_OK: ("case.number", "signer"),
    Sort.EMERGENCY: ("case.number", "received_at", "promises", "secret"),
    Sort.SENSITIVE: ("case.number", "case.address", "signer"),
    Sort.DSR_ACK: ("case.number", "received_at", "promises", "secret"),
    Sort.DSR_ID: ("case.number", "reason", "signer"),
    Sort.DSR_EXT: ("case.number", "reason", "new_date", "signer"),
    Sort.DSR_OUT: ("case.number", "case.address", "outside", "signer"),
    Sort.DSR_REFUSE: ("case.number", "reason", "outside", "signer"),
    Sort.DPC_ACK: ("case.number", "new_date", "signer"),
    Sort.DPC_OUT: ("case.number", "reason", "outside", "signer"),
    Sort.BREACH_AUTH: (
        "case.number",
        *(f"breach.{part}" for part in BREACH_PARTS if part != "advice"),
        "signer",
    ),
    Sort.BREACH_TOLD: (
        "case.number",
        *(f"breach.{part}" for part in BREACH_PARTS if part != "whom"),
        "signer",
    ),
}
_SHIPPED = Path(__file__).parent / "shipped"
_BROKEN = re.compile(r"\{\{(?![^{}\n]*\}\})|\{%|\{#")
_ALONE = re.compile(r"\{\{\s*([^{}\n]+?)\s*\}\}")
_GAPS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """One thing wrong with a template: `unknown` with the nearest field, `needed`, `broken`, `empty`."""

    code: str
    field: str = ""
    nearest: str = ""


def faults_in(text: str, sort: Sort) -> tuple[TemplateFault, ...]:
    """Why this template cannot be kept; none when it can."""
    if not text.strip():
        return (TemplateFault("empty"),)
    used = variables_in(text)
    unknown = (TemplateFault("unknown", name, nearest_field(name)) for name in used if name not in FIELDS)
    needed = (TemplateFault("needed", name) for name in NEEDED[sort] if name not in used)
    broken = (TemplateFault("broken", match[0]) for match in _BROKEN.finditer(text))
    return (*unknown, *needed, *broken)


def nearest_field(name: str) -> str:
    """The known field that looks most like this one, empty where none does."""
    return next(iter(get_close_matches(name, FIELDS, n=1, cutoff=0.4)), "")


def merged(text: str, values: Mapping[str, str]) -> Filled:
    """The template with its values; a line that is one field with nothing to say is left out."""
    lines = (line for line in text.splitlines() if not _is_silent(line, values))
    filled = fill("\n".join(lines), values)
    return Filled(_GAPS.sub("\n\n", filled.text).strip(), filled.missing)


@cache
def shipped_template(sort: Sort, language: str) -> str:
    """The template that comes with the product, in English where the language has none."""
    place = _SHIPPED / f"{sort}.{language}.txt"
    return (place if place.is_file() else _SHIPPED / f"{sort}.en.txt").read_text(encoding="utf-8")


@cache
def sentences(language: str) -> Mapping[str, str]:
    """The sentences that fill the fields, in English where the language has none."""
    known = json.loads((_SHIPPED / "sentences.json").read_text(encoding="utf-8"))
    return known.get(language, known["en"])


def _is_silent(line: str, values: Mapping[str, str]) -> bool:
    alone = _ALONE.fullmatch(line.strip())
    return alone is not None and values.get(alone[1]) == ""
