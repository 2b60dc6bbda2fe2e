"""What a directory asks for, read out of its JSON: pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
_FILTER = re.compile(r'\s*([A-Za-z.]{1,40})\s+eq\s+"((?:[^"\\]|\\.){0,254})"\s*', re.IGNORECASE)
_MEMBER = re.compile(r'members\[value eq "([0-9]{1,19})"\]', re.IGNORECASE)
_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,189}")


class Unread(ValueError):
    """What was sent cannot be read; `kind` is the `scimType` of RFC 7644, 3.12."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Person:
    """What a directory says of a person; None where it says nothing."""

    email: str | None = None
    name: str | None = None
    external_id: str | None = None
    is_active: bool | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """What a directory says of a group; `members` replaces, `added` and `removed` change."""

    name: str | None = None
    external_id: str | None = None
    members: frozenset[int] | None = None
    added: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()


def filter_in(text: str, names: Iterable[str]) -> tuple[str, str] | None:
    """Attribute and value of a filter such as `userName eq "a@b.example"`; None without a filter."""
    if not text:
        return None
    found = _FILTER.fullmatch(text)
    known = {each.lower(): each for each in names}
    if found is None or found[1].lower() not in known:
        raise Unread("invalidFilter", "Filter by eq on: " + ", ".join(known.values()))
    return known[found[1].lower()], found[2].replace('\\"', '"').replace("\\\\", "\\")


def person_in(sent: Mapping[str, Any]) -> Person:
    """A person as POST and PUT send one."""
    name = sent.get("name") if isinstance(sent.get("name"), dict) else {}
    parts = " ".join(str(name.get(each) or "") for each in ("givenName", "familyName")).strip()
    said = sent.get("displayName") or name.get("formatted") or parts or None
    active = sent.get("active", True)
    return Person(
        email=_email(sent.get("userName")),
        name=str(said)[:120] if said else None,
        external_id=_text(sent.get("externalId")),
        is_active=_boolean(active),
    )


def person_change(sent: Mapping[str, Any]) -> Person:
    """What a PATCH changes of a person."""
    told: dict[str, Any] = {}
    for verb, path, value in _operations(sent):
        if verb == "remove":
            continue
        values = value if not path and isinstance(value, dict) else {path: value}
        for name, each in values.items():
            told |= _person_value(str(name), each)
    return Person(**told)


def group_in(sent: Mapping[str, Any]) -> Group:
    """A group as POST and PUT send one."""
    if not sent.get("displayName"):
        raise Unread("invalidValue", "displayName is missing")
    return Group(
        name=str(sent["displayName"])[:120],
        external_id=_text(sent.get("externalId")),
        members=_ids(sent.get("members") or []),
    )


def group_change(sent: Mapping[str, Any]) -> Group:
    """What a PATCH changes of a group."""
    name, external, members = None, None, None
    added: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()
    for verb, path, value in _operations(sent):
        if one := _MEMBER.fullmatch(path):
            removed |= {int(one[1])} if verb == "remove" else frozenset()
            continue
        values = value if not path and isinstance(value, dict) else {path: value}
        name = str(values["displayName"])[:120] if values.get("displayName") else name
        external = _text(values.get("externalId")) or external
        if "members" not in values:
            continue
        ids = _ids(values["members"] or [])
        if verb == "add":
            added |= ids
        elif verb == "replace":
            members = ids
        elif ids:
            removed |= ids
        else:
            members = frozenset()
    return Group(name, external, members, added, removed)


def _operations(sent: Mapping[str, Any]) -> list[tuple[str, str, Any]]:
    found = sent.get("Operations")
    if not isinstance(found, list) or not 0 < len(found) <= 1000:
        raise Unread("invalidSyntax", "Operations is a list")
    read = []
    for each in found:
        verb = str(each.get("op", "")).lower() if isinstance(each, dict) else ""
        if verb not in {"add", "replace", "remove"}:
            raise Unread("invalidSyntax", "op is add, replace or remove")
        read.append((verb, str(each.get("path") or ""), each.get("value")))
    return read


def _person_value(name: str, value: Any) -> dict[str, Any]:
    match name.lower():
        case "active":
            return {"is_active": _boolean(value)}
        case "username":
            return {"email": _email(value)}
        case "displayname" | "name.formatted":
            return {"name": str(value)[:120]} if value else {}
        case "externalid":
            return {"external_id": _text(value)}
        case _:
            # Directories send many attributes that a desk has no use for.
            return {}


def _email(value: Any) -> str:
    written = str(value or "").strip().lower()
    if not _ADDRESS.fullmatch(written):
        raise Unread("invalidValue", "userName is the e-mail address by which the person signs in")
    return written


def _boolean(value: Any) -> bool:
    # Some directories send "True" and "False" as words.
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise Unread("invalidValue", "active is true or false")
    return value


def _text(value: Any) -> str | None:
    return None if value is None else str(value)[:200]


def _ids(value: Any) -> frozenset[int]:
    if not isinstance(value, list) or len(value) > 10_000:
        raise Unread("invalidValue", "members is a list")
    written = [str(each.get("value", "")) if isinstance(each, dict) else "" for each in value]
    if not all(each.isascii() and each.isdecimal() and len(each) < 20 for each in written):
        raise Unread("invalidValue", "each member has the id of a user as its value")
    return frozenset(int(each) for each in written)
