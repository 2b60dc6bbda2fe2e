"""Whether an address is really the brand's own or only looks like it: pure, with no yes to a lookalike."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from muhatap.brands.resemblance import resembles, same_tail, skeleton

LONGEST = 300
_PHONE = re.compile(r"\+?[0-9 ()/.\-]{5,40}", re.ASCII)
_HOST = re.compile(r"[^\s/?#@\\]+\.[^\s/?#@\\]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?://)?", re.ASCII)
_ASCII_CAPITALS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_LEAST_DIGITS = 7
_LONGEST_COUNTRY_CODE = 3


class Verdict(StrEnum):
    """What an address turned out to be."""

    OURS = "ours"
    LOOKALIKE = "lookalike"
    NOT_OURS = "not_ours"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Own:
    """One address of the brand: `kind` (email, domain, phone, account) and how it is written."""

    kind: str
    written: str
    network: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, and which own address it is or resembles."""

    verdict: Verdict
    own: Own | None = None


def own_addresses(legal: Mapping[str, Any], contact: Mapping[str, Any]) -> list[Own]:
    """Everything that the charter calls the brand's own, each once, in its order."""
    said = legal.get("official") or {}
    emails = (*said.get("emails", ()), contact.get("email"), (contact.get("sender") or {}).get("email"))
    phones = (*said.get("phones", ()), contact.get("phone"), contact.get("urgent_phone"))
    found = [Own("domain", domain) for domain in said.get("domains", ())]
    found += [Own("email", email) for email in emails if email]
    found += [Own("phone", phone) for phone in phones if phone]
    found += [
        Own("account", each["handle"], each["network"], each.get("url", ""))
        for each in said.get("accounts", ())
    ]
    return list(dict.fromkeys(found))


def judge(owned: list[Own], sought: str) -> Judgement:
    """Say whether an address, account, number or link is one of these; what only looks like one is named.

    Capitals, a tag after a plus, country codes, a leading @, and the two spellings of an international
    domain make no difference. Every other sign that is not the same is another address.
    """
    text = sought.strip()[:LONGEST]
    if not text:
        return Judgement(Verdict.UNREADABLE)
    plain = unicodedata.normalize("NFC", text).translate(_ASCII_CAPITALS)
    own = None if _poses_as_ascii(text) else next((each for each in owned if _is_same(each, plain)), None)
    if own is not None:
        return Judgement(Verdict.OURS, own)
    near = next((each for each in owned if _is_near(each, text, plain)), None)
    if near is not None:
        return Judgement(Verdict.LOOKALIKE, near)
    return Judgement(Verdict.NOT_OURS)


def _poses_as_ascii(text: str) -> bool:
    """Whether a sign becomes an ASCII letter when it is normalised, as the sign for kelvin does."""
    return any(not sign.isascii() and unicodedata.normalize("NFC", sign).isascii() for sign in text)


def _is_same(own: Own, sought: str) -> bool:
    match own.kind:
        case "email":
            return _email(sought) == _email(own.written.translate(_ASCII_CAPITALS)) != ""
        case "phone":
            return _is_same_number(own.written, sought)
        case "domain":
            host = _host(sought)
            return any(host == each or _is_below(host, each) for each in _spellings(own.written))
        case _:
            handle = own.written.translate(_ASCII_CAPITALS).removeprefix("@")
            return sought.removeprefix("@") == handle or _is_same_page(own.url, sought)


def _email(text: str) -> str:
    """The mailbox of an address without its tag, empty for what is no plain address."""
    local, at, host = text.removeprefix("mailto:").partition("@")
    if not at or not local or not _HOST.fullmatch(host) or re.search(r"[\s<>,;:\"\\/]", local):
        return ""
    return f"{local.partition('+')[0]}@{host}"


def _host(text: str) -> str:
    """The host of a web address or of nothing but a host; who is named before an @ has none here."""
    scheme = _SCHEME.match(text)
    if scheme is not None and "." not in scheme[1]:
        if scheme[1] not in {"http", "https"}:
            return ""
        text = text[scheme.end() :]
    authority = re.split(r"[/?#]", text, maxsplit=1)[0]
    host = re.sub(r":[0-9]{1,5}$", "", authority).removesuffix(".")
    return host if _HOST.fullmatch(host) else ""


def _is_below(host: str, domain: str) -> bool:
    # Some letters beyond ASCII become a slash or a dot in a browser, so such a host is never ours.
    return host.isascii() and host.endswith(f".{domain}")


def _spellings(domain: str) -> Iterator[str]:
    """A domain of the brand as it is written, and as ASCII writes its letters beyond ASCII."""
    plain = unicodedata.normalize("NFC", domain).translate(_ASCII_CAPITALS)
    yield plain
    if plain.isascii():
        return
    try:
        yield plain.encode("idna").decode()
    except UnicodeError:
        return


def _is_same_page(own_url: str, sought: str) -> bool:
    """Whether a link leads to the very page of an account, whatever follows behind a question mark."""
    if not own_url or not _host(sought):
        return False
    return _page(own_url.translate(_ASCII_CAPITALS)) == _page(sought)


def _page(url: str) -> str:
    bare = re.sub(r"^https?://", "", re.split(r"[?#]", url, maxsplit=1)[0])
    return bare.removeprefix("www.").rstrip("/")


def _is_same_number(own: str, sought: str) -> bool:
    """Whether two telephone numbers are one: in full, or without the country code of ours."""
    text = sought.removeprefix("tel:").strip()
    if not _PHONE.fullmatch(text):
        return False
    digits, ours = re.sub(r"[^0-9]", "", text), re.sub(r"[^0-9]", "", own)
    if text.startswith("+") or digits.startswith("00"):
        return digits.removeprefix("00") == ours
    national = digits.removeprefix("0")
    if digits == ours or national == ours.removeprefix("0"):
        return True
    code = len(ours) - len(national)
    return (
        own.strip().startswith("+")
        and len(national) >= _LEAST_DIGITS
        and ours.endswith(national)
        and code == _country_code(own, code)
    )


def _country_code(own: str, most: int) -> int:
    """How many digits the country code of our number has, as it is written; else what would be left."""
    written = re.match(r"\+([0-9]{1,3})[ (\-]", own.strip(), re.ASCII)
    return len(written[1]) if written else min(most, _LONGEST_COUNTRY_CODE)


def _is_near(own: Own, sought: str, plain: str) -> bool:
    if own.kind == "phone":
        return same_tail(own.written, sought)
    parts = [_of_link(plain), *re.split(r"[@/?#:\\.\s]+", plain)]
    return any(resembles(core, part) for core in _cores(own) for part in parts if part)


def _of_link(text: str) -> str:
    return re.sub(r"^[a-z]+:/*", "", text)


def _cores(own: Own) -> Iterator[str]:
    """The parts of an own address by which people know it."""
    if own.kind == "account":
        yield own.written.removeprefix("@")
        return
    host = own.written.rpartition("@")[2]
    yield own.written
    labels = [label for label in host.split(".")[:-1] if len(skeleton(label)) > _LONGEST_COUNTRY_CODE]
    yield from labels[-1:]
