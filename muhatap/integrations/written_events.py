"""The page of events, `docs/events.md`, written from the facts themselves."""

from dataclasses import fields
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from muhatap.integrations.offering import OPEN, offered_facts
from muhatap.kernel.facts import Fact

_HEAD = """# Events

What a [webhook](guides/webhooks.md) or `GET /api/v1/events` can tell. This page is written from the facts
in the code: `muhatap api events > docs/events.md`. An event stays as it is; new fields may be added, and a
program leaves out what it does not know.

```json
{"type": "case.priority_changed", "timestamp": "2026-11-18T09:00:00Z", "id": "evt_456185182249411970",
 "data": {"brand": "nehir", "case": "26-04745-65035", "priority": 2, "previous": 3, "reason": ""}}
```

`case` is the number of the case, `brand` the code of the brand. Other ids are strings of digits. A field
marked *personal* comes only with the right to words of people, with card and identity numbers masked;
otherwise its name stands in `withheld`. A field that was erased since is empty.
"""


def written_events() -> str:
    """The page as `docs/events.md` holds it."""
    facts = offered_facts()
    inside = [kind for kind in facts if kind not in OPEN]
    parts = [_HEAD, "## Told to every webhook\n", *(_told(kind, facts[kind]) for kind in sorted(OPEN))]
    parts += ["## The desk's own affair: only with the right `inside`\n"]
    parts += [_told(kind, facts[kind]) for kind in inside]
    return "\n".join(parts)


def _told(kind: str, fact: type[Fact]) -> str:
    hints = get_type_hints(fact)
    lines = [f"### `{kind}`", "", " ".join((fact.__doc__ or "").split()), ""]
    for field in fields(fact):
        words = _sort(hints[field.name], field.name)
        personal = ", *personal*" if field.name in fact.personal else ""
        lines.append(f"- `{field.name}`: {words}{personal}")
    return "\n".join([*lines, ""])


def _sort(hint: Any, name: str) -> str:
    if name == "case":
        return "number of the case"
    if name == "brand":
        return "code of the brand"
    if get_origin(hint) is UnionType:
        inner = [each for each in get_args(hint) if each is not type(None)]
        return f"{_sort(inner[0], '')} or null"
    if get_origin(hint) is tuple:
        return f"list of {_sort(get_args(hint)[0], '')}"
    return {"str": "text", "int": "number or id", "bool": "true or false", "float": "number"}.get(
        getattr(hint, "__name__", ""), "moment or object" if "date" not in str(hint) else "moment"
    )
