"""Whether the sender of a mail was proved: Authentication-Results (RFC 8601) of receivers that we trust.

Anybody can write such a header into a mail. So it counts only under the name of a receiver that the operator
has listed, only in the topmost block of headers by that name, and what any other server claims about the
chain before it (ARC) counts never. Pure.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from muhatap.channels.adapters.email import headers

_MOST_HEADERS = 400
_MOST_BYTES = 256_000
_LINE = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
_COMMENT = re.compile(r"\((?:[^()\\]|\\.)*\)")
_PART = re.compile(r'(?:[^;"]|"(?:[^"\\]|\\.)*+"|")+')
_METHOD = re.compile(r"\s*([A-Za-z][A-Za-z0-9-]{0,30})(?:/\d+)?\s*=\s*([A-Za-z]{1,20})(?![A-Za-z])")
_PROPERTY = re.compile(r'([A-Za-z]{1,20}\.[A-Za-z0-9-]{1,40})\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;()]+)')


class Mark(StrEnum):
    """What is known of a sender; `UNKNOWN` where no trusted receiver said anything."""

    VERIFIED = "verified"
    UNSIGNED = "unsigned"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What trusted receivers found, `domain` is the one that the proof stands for."""

    mark: Mark = Mark.UNKNOWN
    spf: str = ""
    dkim: str = ""
    dmarc: str = ""
    domain: str = ""

    def to_json(self) -> dict[str, str]:
        """Plain values to be kept with the mail; nothing where nothing is known."""
        if self.mark is Mark.UNKNOWN:
            return {}
        said = {"mark": self.mark.value, "spf": self.spf, "dkim": self.dkim, "dmarc": self.dmarc}
        return {name: value for name, value in {**said, "domain": self.domain}.items() if value}


@dataclass(frozen=True, slots=True)
class _Result:
    method: str
    result: str
    properties: Mapping[str, str]


def verdict_of(raw: bytes, sender: str, trusted: Collection[str]) -> Verdict:
    """What the receivers named `trusted` found out about a mail that says to be from `sender`.

    Verified is only a pass that is aligned with the domain of the From address (RFC 7489, 3.1).
    """
    names = {name.strip().lower() for name in trusted if name.strip()}
    domain = sender.rpartition("@")[2].lower().rstrip(".")
    if not names or not domain:
        return Verdict()
    results = [result for value in _trusted_values(raw, names) for result in _results(value)]
    return _judged(results, domain) if results else Verdict()


def _trusted_values(raw: bytes, names: set[str]) -> Iterator[str]:
    """The results of the topmost block: from the first trusted one down to the next Received header."""
    has_begun = False
    for name, value in _top_headers(raw):
        if name == b"received" and has_begun:
            return
        if name != b"authentication-results":
            continue
        text = _without_comments(headers.text_of(value))
        server, _, rest = text.partition(";")
        words = server.split()
        if words and words[0].lower().strip('"') in names:
            has_begun = True
            yield rest


def _top_headers(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    name, pieces, count = b"", [], 0
    for line in raw[:_MOST_BYTES].split(b"\n"):
        line = line.rstrip(b"\r")
        if not line:
            break
        if line[:1] in b" \t" and name:
            pieces.append(line)
            continue
        if name:
            yield name, headers.unfold(pieces)
        found = _LINE.match(line)
        name, pieces, count = b"", [], count + 1
        if count > _MOST_HEADERS:
            return
        if found:
            name, pieces = found[1].lower(), [line[found.end() :]]
    if name:
        yield name, headers.unfold(pieces)


def _without_comments(text: str) -> str:
    # Comments nest; what is innermost goes first. A result inside of a comment is no result.
    for _ in range(20):
        text, changed = _COMMENT.subn(" ", text)
        if not changed:
            break
    return text


def _results(value: str) -> Iterator[_Result]:
    for part in _PART.findall(value)[:50]:
        found = _METHOD.match(part)
        if found:
            said = {name.lower(): text.strip('"') for name, text in _PROPERTY.findall(part[found.end() :])}
            yield _Result(found[1].lower(), found[2].lower(), said)


def _judged(results: list[_Result], domain: str) -> Verdict:
    dmarc = _first(results, "dmarc")
    spf, dkim = _best(results, "spf"), _best(results, "dkim")
    said = {"spf": spf, "dkim": dkim, "dmarc": dmarc.result if dmarc else ""}
    if dmarc is not None and dmarc.result == "fail":
        return Verdict(Mark.FAILED, **said)
    if dmarc is not None and dmarc.result == "pass":
        about = _domain_of(dmarc.properties.get("header.from", domain))
        if _is_aligned(about, domain):
            return Verdict(Mark.VERIFIED, **said, domain=domain)
    for result in results:
        if result.result == "pass" and (proved := _proved_domain(result)) and _is_aligned(proved, domain):
            return Verdict(Mark.VERIFIED, **said, domain=proved)
    if dmarc is None and spf in {"fail", "softfail"} and dkim != "pass":
        return Verdict(Mark.FAILED, **said)
    return Verdict(Mark.UNSIGNED, **said)


def _first(results: list[_Result], method: str) -> _Result | None:
    return next((each for each in results if each.method == method), None)


def _best(results: list[_Result], method: str) -> str:
    found = [each.result for each in results if each.method == method]
    return "pass" if "pass" in found else found[0] if found else ""


def _proved_domain(result: _Result) -> str:
    match result.method:
        case "dkim":
            return _domain_of(result.properties.get("header.d") or result.properties.get("header.i", ""))
        case "spf":
            return _domain_of(result.properties.get("smtp.mailfrom", ""))
        case _:
            return ""


def _domain_of(text: str) -> str:
    return text.rpartition("@")[2].strip("<>").lower().rstrip(".")


def _is_aligned(proved: str, domain: str) -> bool:
    """Relaxed alignment without the list of public suffixes: the same domain, or one inside the other.

    A signature of a bare suffix (`com`) proves nothing about the domains below it.
    """
    if "." not in proved:
        return False
    return proved == domain or domain.endswith(f".{proved}") or proved.endswith(f".{domain}")
