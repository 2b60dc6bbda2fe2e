"""The account card: what the operator's system answers, read with limits; pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from muhatap.kernel.masking import mask
from muhatap.kernel.text import clean

MOST_LINES = 20
_LABEL, _VALUE = 60, 200


class BadCard(ValueError):
    """The answer is no account card."""


@dataclass(frozen=True, slots=True)
class CardLine:
    """One thing that is known of the account: its name in several languages, and its value."""

    labels: Mapping[str, str]
    value: str

    def label(self, language: str) -> str:
        """The name in this language, or in whichever there is."""
        return self.labels.get(language) or next(iter(self.labels.values()), "")


class Verified(StrEnum):
    """How the verification of an account stands in the operator's system."""

    DONE = "done"
    CHECKING = "checking"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Verification:
    """How the account is verified, and what is missing, each in several languages."""

    state: Verified
    missing: tuple[Mapping[str, str], ...] = ()

    def missing_in(self, language: str) -> list[str]:
        """What is missing, in this language or in whichever there is."""
        return [each.get(language) or next(iter(each.values()), "") for each in self.missing]


@dataclass(frozen=True, slots=True)
class Card:
    """What the operator's system says of an account, who says it, and as of when."""

    matches: bool
    account_no: str
    source: str
    as_of: datetime
    lines: tuple[CardLine, ...] = ()
    verification: Verification | None = None


def read_card(data: bytes) -> Card:
    """The card in an answer; `BadCard` where it is none. Card and identity numbers in it are masked."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadCard("json") from error
    if not isinstance(said, dict) or not isinstance(said.get("matches"), bool):
        raise BadCard("matches")
    lines = said.get("lines", [])
    if not isinstance(lines, list):
        raise BadCard("lines")
    return Card(
        matches=said["matches"],
        account_no=_text(said.get("account_no", ""), 64),
        source=_text(said.get("source", ""), _LABEL),
        as_of=_moment(said.get("as_of")),
        # Of an account that is not hers nothing is kept, even if the peer told it.
        lines=tuple(_line(each) for each in lines[:MOST_LINES]) if said["matches"] else (),
        verification=_verification(said.get("verification")) if said["matches"] else None,
    )


def _verification(said: Any) -> Verification | None:
    if said is None:
        return None
    missing = said.get("missing", []) if isinstance(said, dict) else None
    if not isinstance(missing, list) or said.get("state") not in set(Verified):
        raise BadCard("verification")
    texts = tuple(
        {str(code)[:8]: _text(text, _VALUE) for code, text in list(each.items())[:8]}
        if isinstance(each, dict)
        else {"": _text(each, _VALUE)}
        for each in missing[:MOST_LINES]
    )
    return Verification(Verified(said["state"]), texts)


def _line(said: Any) -> CardLine:
    if not isinstance(said, dict):
        raise BadCard("line")
    label = said.get("label", "")
    labels = label if isinstance(label, dict) else {"": label}
    return CardLine(
        labels={str(name)[:8]: _text(text, _LABEL) for name, text in list(labels.items())[:8]},
        value=_text(said.get("value", ""), _VALUE),
    )


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str | int):
        raise BadCard("text")
    return mask(clean(str(value))[:longest]).text


def _moment(value: Any) -> datetime:
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadCard("as_of") from error
    if at.tzinfo is None:
        raise BadCard("as_of")
    return at
