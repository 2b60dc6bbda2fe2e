"""The page that people read: rendered part by part, so that a long case needs no more memory."""

import json
from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.template.loader import render_to_string

from muhatap.dossiers import queries
from muhatap.dossiers.access import access_list, what_words
from muhatap.dossiers.audience import is_told
from muhatap.dossiers.chapters import Placed, Sealing
from muhatap.dossiers.wording import (
    actor_words,
    audience_words,
    author_words,
    event_words,
    ground_words,
    role_words,
    side_words,
)
from muhatap.letters.wording import template_words
from muhatap.ui.readings import state_words

_AT_ONCE = 50


def page_pieces(sealing: Sealing, placed: dict[int, Placed], fingerprint: str) -> Iterator[bytes]:
    """The HTML of the page, in the language and zone that are active."""
    readings = queries.readings_for(sealing.case, sealing.audience, sealing.at)
    reasons = queries.reasons_for(sealing.case, sealing.audience)
    files = [file for here in placed.values() for file in here.files]
    around = {
        "case": sealing.case,
        "sealed_at": sealing.at,
        "made_for": audience_words(sealing.audience),
        "access": [
            (each, role_words(each.role), what_words(*each.what.split(":", 1)))
            for each in access_list(sealing.case, sealing.audience, sealing.length)
        ],
        "redactions": [(row, ground_words(row["kind"])) for row in sealing.redacting.log],
        "promises": [
            (each, state_words(each.state).rstrip(":"), reasons[each.clock_id]) for each in readings
        ],
        "files": files,
        "fingerprint": fingerprint,
    }
    yield _part("begin", around)
    for portion in batched(_messages(sealing, placed), _AT_ONCE):
        yield _part("messages", {"messages": portion})
    yield _part("middle", around)
    for portion in batched(_events(sealing), _AT_ONCE):
        yield _part("events", {"events": portion})
    yield _part("end", around)


def _part(name: str, context: dict[str, Any]) -> bytes:
    return render_to_string(f"dossiers/{name}.html", context).encode()


def _messages(sealing: Sealing, placed: dict[int, Placed]) -> Iterator[dict[str, Any]]:
    for message in queries.messages_for(sealing.case, sealing.audience):
        name = message.staff.name if message.staff else ""
        yield {
            "who": side_words(message.side.subject, name)
            if message.side
            else author_words(message.author, name),
            "author": message.author,
            "channel": message.channel,
            "at": message.at,
            "text": message.text,
            "is_erased": message.erased_at is not None,
            "gone": ground_words(ground.kind) if (ground := sealing.redacting.leaves_out(message)) else "",
            "template": template_words(message.template),
            "placed": placed.get(message.id, Placed()),
        }


def _events(sealing: Sealing) -> Iterator[dict[str, Any]]:
    names = queries.names_of_staff(sealing.case)
    for event, _fields in queries.events_up_to(sealing.case, sealing.length):
        content = json.loads(event.content)
        shown = is_told(sealing.audience, event.kind, content, sealing.inside)
        yield {
            "seq": event.seq,
            "at": event.at,
            "what": event_words(event.kind, content) if shown else "",
            "who": actor_words(event.actor_kind, names.get(event.actor_id or 0, "")) if shown else "",
            "hash": event.hash,
        }
