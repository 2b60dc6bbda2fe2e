"""One public post as a connector tells it: read from its JSON and masked, pure."""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from muhatap.kernel.contact_masking import mask_contacts
from muhatap.kernel.masking import mask

_LONGEST = {"id": 120, "author": 100, "text": 5000, "link": 500, "answers": 120, "language": 8}
_NEEDED = ("id", "author", "text")


class NotTold(ValueError):
    """The request tells of no post."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post without what is nobody's to read; `showed` are the sorts of what was taken out."""

    id: str
    author: str
    text: str
    link: str
    answers: str
    language: str
    showed: tuple[str, ...]

    def kept(self) -> bytes:
        """What the vault keeps of it: nothing that was masked."""
        said = {name: getattr(self, name) for name in (*_LONGEST, "showed")}
        return json.dumps({"type": "post.new", **said}, ensure_ascii=False).encode("utf-8", "replace")


def post_in(body: bytes) -> Post:
    """The post of a request; `NotTold` for anything else."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotTold("json") from error
    if not isinstance(said, dict) or said.get("type") != "post.new":
        raise NotTold("type")
    given = {name: said.get(name, "") for name in _LONGEST}
    for name, longest in _LONGEST.items():
        value = given[name]
        if not isinstance(value, str) or len(value) > longest or (name in _NEEDED and not value.strip()):
            raise NotTold(name)
        given[name] = value.replace("\x00", "")
    if given["link"] and not _is_address(given["link"]):
        raise NotTold("link")
    masked = mask(given["text"])
    text = mask_contacts(masked.text)
    showed = dict.fromkeys(each.kind for each in masked.found)
    if text != masked.text:
        showed["contact"] = None
    author = mask_contacts(mask(given["author"]).text)
    return Post(**{**given, "text": text, "author": author}, showed=tuple(showed))


def _is_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not parts.username
