"""What a form for one document says, for the pages of documents and of the locker."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from muhatap.brands.models import Brand
from muhatap.evidence.kinds import EvidenceKind
from muhatap.evidence.models import RequestLine
from muhatap.evidence.operations import NewItem
from muhatap.evidence.wording import KINDS, advice_words, traces_words
from muhatap.kernel.actors import Actor
from muhatap.portal import operations as portal
from muhatap.portal.operations.offering import Waiting
from muhatap.portal.uploads import read_upload

_LONGEST_KEY = 60


@dataclass(frozen=True, slots=True)
class Offer:
    """One document as the form says it: its kind, words, file, and the key of one that waits."""

    kind: EvidenceKind
    words: str
    upload: UploadedFile | None
    key: str
    keeps_traces: bool

    def item(self, source: str, name: str, data: bytes, line: RequestLine | None, code: str) -> NewItem:
        """The item that it becomes."""
        kind = EvidenceKind(line.kind) if line else self.kind
        return NewItem(
            kind=kind,
            code=code,
            words=self.words,
            name=name,
            data=data,
            has_file=bool(name),
            keeps_traces=self.keeps_traces,
            source=source,
            line=line,
        )


@dataclass(frozen=True, slots=True)
class LookFace:
    """What was seen of a file that waits for her yes."""

    key: str
    name: str
    size: int
    advice: list[str]
    traces: str

    @property
    def asks(self) -> bool:
        """Whether there is anything to say before it is sent."""
        return bool(self.advice or self.traces)


def offer_in(sent: Mapping[str, str], files: Mapping[str, UploadedFile]) -> Offer:
    """Read the form; an unknown kind is a further document."""
    kind = sent.get("kind", "")
    return Offer(
        kind=EvidenceKind(kind) if kind in dict(kinds()) else EvidenceKind.FURTHER,
        words=sent.get("words", "")[:2000].strip(),
        upload=files.get("file"),
        key=sent.get("waiting", "")[:_LONGEST_KEY],
        keeps_traces=sent.get("traces") == "keep",
    )


def look_face(waiting: Waiting) -> LookFace:
    """What was seen, in words."""
    look = waiting.look
    advice, traces = advice_words(list(look.advice)), traces_words(list(look.traces))
    return LookFace(waiting.key, waiting.name, waiting.size, advice, traces)


def kinds() -> list[tuple[str, str]]:
    """The kinds that a customer chooses from, in words: nobody offers a photo of her face unasked."""
    return [(kind, str(words)) for kind, words in KINDS.items() if kind is not EvidenceKind.FACE]


def nothing_words() -> str:
    """What is said when a form came without a file and without words."""
    return _("Choose a file, or write the number.")


def hold_or_take(brand: Brand, offer: Offer) -> LookFace | tuple[str, bytes]:
    """A file on which there is something to say waits for her yes; any other is taken at once."""
    by, at = Actor.customer(None), timezone.now()
    if offer.key:
        return portal.take_document(brand=brand, key=offer.key, by=by, at=at) or ("", b"")
    if offer.upload is None:
        return "", b""
    name, data = offer.upload.name or "file", read_upload(offer.upload)
    language = translation.get_language() or brand.default_language
    held = look_face(portal.hold_document(brand=brand, name=name, data=data, language=language, by=by, at=at))
    if held.asks:
        return held
    return portal.take_document(brand=brand, key=held.key, by=by, at=at) or ("", b"")
