"""What an outside body's version leaves out, and the log that says so place by place.

Data of third persons is left out by itself; staff leave out whole messages, each for one of the grounds. The
digest of what is gone stays in the chain and in the log, so that a court can hold it against the whole file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from muhatap.cases.models import Message
from muhatap.dossiers.audience import Audience

THIRD_PERSON = "third_person"
# What lies closed leaves as a copy alone; staff do not choose this ground.
IDENTITY = "identity"
GROUNDS = (THIRD_PERSON, "legal_advice", "safety", "trade_secret")
_OF_OTHERS: Mapping[str, frozenset[str]] = {
    "message.addressed": frozenset({"cc", "bcc"}),
    "participant.named": frozenset({"name", "address"}),
    "side.opened": frozenset({"parties"}),
}
LONGEST_WHY = 300


class NotAGround(ValueError):
    """A message is left out for one of the grounds, with words that say why."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why a message is left out."""

    kind: str
    why: str

    def __post_init__(self) -> None:
        """Refuse what is no ground."""
        if self.kind not in GROUNDS or not self.why.strip() or len(self.why) > LONGEST_WHY:
            raise NotAGround(self.kind)


@dataclass(frozen=True, slots=True)
class Closed:
    """Why a copy leaves in place of what lies closed."""

    kind: str = IDENTITY
    why: str = "–"


@dataclass(slots=True)
class Redacting:
    """The redactions of one version while it is written: what was chosen, and the log so far."""

    audience: Audience
    chosen: Mapping[int, LeftOut] = field(default_factory=dict)
    originals: dict[int, str] = field(default_factory=dict)
    copies: dict[int, list[str]] = field(default_factory=dict)
    log: list[dict[str, Any]] = field(default_factory=list)

    def leaves_out(self, message: Message) -> LeftOut | None:
        """Why this message is left out; None when it is told."""
        return self.chosen.get(message.id) if self.audience is Audience.BODY else None

    def leaves_out_original(self, message: Message, is_copied: bool, sha256: str) -> bool:
        """Whether the mail as it came stays out: it names third persons, or its message is left out."""
        if self.audience is not Audience.BODY:
            return False
        is_of_others = is_copied or message.participant_id is not None or message.side_id is not None
        if is_of_others or message.id in self.chosen:
            self.originals[message.id] = sha256
            return True
        return False

    def shows_copy(self, message: int, sha256: str) -> None:
        """Note that of a file of this message a copy leaves in which nobody can be recognised."""
        self.copies.setdefault(message, []).append(sha256)

    def fields_of(
        self,
        place: tuple[int, str, str],
        content: Mapping[str, Any],
        fields: Mapping[str, Any],
        digests: Mapping[str, str],
    ) -> dict[str, Any]:
        """The personal fields that stay; `place` is sequence, id and kind of the event."""
        if self.audience is not Audience.BODY:
            return dict(fields)
        seq, event, kind = place
        gone = {name: LeftOut(THIRD_PERSON, "–") for name in _OF_OTHERS.get(kind, ()) if _holds(fields, name)}
        message = int(content["message"]) if kind in {"message.posted", "message.imported"} else 0
        if message in self.chosen and "content_digest" in fields:
            gone["content_digest"] = self.chosen[message]
        for name, ground in sorted(gone.items()):
            self._note(seq, event, name, ground, digests[name])
        if message in self.originals:
            ground = self.chosen.get(message, LeftOut(THIRD_PERSON, "–"))
            self._note(seq, event, "original", ground, self.originals[message])
        for digest in self.copies.get(message, ()):
            self._note(seq, event, "file", Closed(), digest)
        return {name: part for name, part in fields.items() if name not in gone}

    def _note(self, seq: int, event: str, name: str, ground: LeftOut | Closed, digest: str) -> None:
        self.log.append(
            {
                "seq": seq,
                "event": event,
                "field": name,
                "kind": ground.kind,
                "why": ground.why,
                "digest": digest,
            }
        )


def _holds(fields: Mapping[str, Any], name: str) -> bool:
    return bool(fields.get(name, {}).get("value"))
