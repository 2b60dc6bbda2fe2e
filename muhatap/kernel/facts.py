"""What happened, in the past tense: frozen dataclasses that carry ids and plain values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple, get_args, get_origin, get_type_hints


class StreamKey(NamedTuple):
    """The chain that a fact belongs to: its kind and the id of what it is about."""

    kind: str
    object_id: int


INSTALLATION = StreamKey("installation", 0)

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


class NoUpcaster(LookupError):
    """A fact was stored under a schema that this version cannot read."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened. Sub-classes name it (`case.opened`) and say which fields can be erased."""

    kind: ClassVar[str] = ""
    # What it is for those who watch over the desk (`sign_in`, `export`, `key`); empty for everyday facts.
    security: ClassVar[str] = ""
    schema: ClassVar[int] = 1
    personal: ClassVar[frozenset[str]] = frozenset()
    # From a schema's number to what makes the values of the next schema out of its own.
    upcasters: ClassVar[Mapping[int, "Upcaster"]] = {}
    opens_stream: ClassVar[bool] = False
    # Whether its `events` are those whose content it lawfully erased.
    erases_events: ClassVar[bool] = False

    @property
    def stream(self) -> StreamKey:
        """The stream whose chain this fact extends."""
        return INSTALLATION

    @property
    def brand_id(self) -> int | None:
        """The brand that it concerns, if it concerns one."""
        return None


@dataclass(frozen=True, kw_only=True)
class BrandFact(Fact):
    """A fact about one brand."""

    brand: int

    @property
    def stream(self) -> StreamKey:
        """The brand's own stream."""
        return StreamKey("brand", self.brand)

    @property
    def brand_id(self) -> int:
        """The brand."""
        return self.brand


def plain_values(fact: Fact) -> dict[str, Any]:
    """The fields of a fact as values that canonical JSON can carry; ids become decimal strings."""
    return {name: _plain(getattr(fact, name)) for name in _names(type(fact))}


@lru_cache(maxsize=256)
def _names(kind: type[Fact]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


_AS_THEY_ARE = frozenset({str, bool, type(None)})


def _plain(value: Any) -> Any:
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        # Row ids have more than 53 bits, which JSON numbers do not carry safely.
        return value if abs(value) < 1 << 53 else str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    raise TypeError(f"A fact cannot carry {type(value).__name__}")


def upcast(kind: type[Fact], schema: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an older schema as today's; NoUpcaster when a step is missing or the schema is newer."""
    current = dict(values)
    for step in range(schema, kind.schema):
        if step not in kind.upcasters:
            raise NoUpcaster(f"{kind.kind} has no upcaster from schema {step} to {step + 1}")
        current = kind.upcasters[step](current)
    if schema > kind.schema:
        raise NoUpcaster(f"{kind.kind} was stored as schema {schema}, newer than {kind.schema}")
    return current


def restored[F: Fact](kind: type[F], values: Mapping[str, Any]) -> F:
    """The fact that was stored with these values; a field erased since is empty (`""`, 0 or None)."""
    hints = _hints(kind)
    return kind(**{field.name: _revived(hints[field.name], values.get(field.name)) for field in fields(kind)})


@lru_cache(maxsize=256)
def _hints(kind: type[Fact]) -> dict[str, Any]:
    return get_type_hints(kind)


def _revived(hint: Any, value: Any) -> Any:
    if value is None:
        return "" if hint is str else None
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is int or hint == int | None:
        return int(value)
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return tuple(_revived(inner, item) for item in value)
    return value
