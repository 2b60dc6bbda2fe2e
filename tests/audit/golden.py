"""Golden files: for every fact one sample with the exact bytes and hash that a desk has stored of it.

`WRITE` makes the files that are missing and touches no other.
"""

import importlib
import json
from dataclasses import fields
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from muhatap.audit.chain import GENESIS, Link, dumps, link_hash
from muhatap.audit.recording import kinds_of_facts
from muhatap.kernel.facts import Fact, plain_values

FOLDER = Path(__file__).parent / "golden"
PACKAGE = Path(__file__).parents[2] / "muhatap"
AT = datetime(2026, 11, 18, 9, 0, 0, 123456, tzinfo=UTC)
WRITE = "python manage.py shell -c 'from tests.audit import golden; golden.write_missing()'"
MEND = (
    "A stored fact is never rewritten. If this shape was never released: delete its golden file. "
    "If it was: raise `schema`, add an upcaster from the old one, keep the old golden file. "
    f"Then run: {WRITE}"
)


def product_facts() -> dict[str, type[Fact]]:
    """Every fact of the product by its stored name."""
    for path in sorted(PACKAGE.glob("*/events.py")):
        importlib.import_module(f"muhatap.{path.parent.name}.events")
    return {
        kind: fact
        for kind, fact in sorted(kinds_of_facts().items())
        if fact.__module__.startswith("muhatap.")
    }


def path_of(fact: type[Fact]) -> Path:
    """The golden file of a fact's present schema."""
    return FOLDER / f"{fact.kind}.v{fact.schema}.json"


def sample(fact: type[Fact]) -> Fact:
    """A fact whose fields all hold something, derived from their types."""
    hints = get_type_hints(fact)
    return fact(**{name: _value(name, hints[name]) for name in names_of(fact)})


def names_of(fact: type[Fact]) -> set[str]:
    """The names of a fact's fields."""
    return {field.name for field in fields(fact)}


def golden(fact: type[Fact]) -> dict[str, Any]:
    """What the golden file of a fact holds."""
    values = plain_values(sample(fact))
    content = dumps({name: value for name, value in values.items() if name not in fact.personal})
    link = Link(
        event_id=1, stream_kind=sample(fact).stream.kind, stream_id=sample(fact).stream.object_id, seq=1,
        kind=fact.kind, schema=fact.schema, at=AT, actor_kind="staff", actor_id=2, actor_label="",
        content=content, digests="",
    )  # fmt: skip
    return {
        "kind": fact.kind,
        "schema": fact.schema,
        "personal": {name: values[name] for name in sorted(fact.personal)},
        "content": content,
        "hash": link_hash(link, GENESIS),
    }


def write_missing() -> list[Path]:
    """Write golden files of facts that have none."""
    FOLDER.mkdir(exist_ok=True)
    written = []
    for fact in product_facts().values():
        path = path_of(fact)
        if not path.exists():
            text = json.dumps(golden(fact), ensure_ascii=False, indent=1)
            path.write_text(text + "\n", encoding="utf-8")
            written.append(path)
    return written


def _value(name: str, hint: Any) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if NoneType in inner:
        return _value(name, next(each for each in inner if each is not NoneType))
    if origin in {tuple, list, frozenset, set}:
        return (_value(name, inner[0]),)
    if origin is dict or hint is dict:
        return {"ölçü": [name, 1, True, None]}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    samples = {
        bool: True,
        int: 456_182_610_719_145_998,
        str: f'{name}: Şükür "ok"\n\u2028😀',
        datetime: AT,
        date: AT.date(),
    }
    return samples.get(hint, {"of": name})
