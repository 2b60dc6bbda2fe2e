"""Applying a charter: what it says becomes brand, places, topics and promises, in one step."""

from dataclasses import dataclass
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand, CharterVersion
from muhatap.charters import reading
from muhatap.charters.events import CharterApplied, CharterBroughtBack
from muhatap.charters.mapping import to_plain
from muhatap.charters.operations.drafting import forget_spent_draft
from muhatap.charters.operations.furnishing import furnish_places
from muhatap.charters.operations.promising import replace_promises
from muhatap.charters.queries import law_for
from muhatap.charters.shape import CharterDocument
from muhatap.charters.told_facts import told_facts
from muhatap.help_centre.operations import keep_facts
from muhatap.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Applied:
    """Which version of the brand's charter runs now, and whether it is a new one."""

    brand: Brand
    version: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a charter to apply comes from.

    `against` is the version for which its plan was seen, `proposed_by` the first of two people, and
    `brings_back` the number of the earlier version that it repeats.
    """

    against: int | None = None
    proposed_by: int | None = None
    brings_back: int | None = None


class PlanIsStale(Exception):
    """Another version was applied since the plan was made; `running` is its number."""

    def __init__(self, running: int) -> None:
        super().__init__(f"version {running} runs by now")
        self.running = running


def apply_charter(
    *, text: str, source: str, by: Actor, at: datetime, origin: Origin | None = None
) -> Applied:
    """Read, check and apply a charter; `CharterErrors` when it has faults, and then nothing changes.

    The same charter applied twice is one version. Running clocks keep the promise they started under.
    `PlanIsStale` when the plan of its origin was made against another version.
    """
    origin = origin or Origin()
    document = reading.read(text, source=source, law=lambda code: law_for(code, at.date()))
    with unit_of_work():
        brand = _brand(document, at)
        last = CharterVersion.objects.filter(brand=brand).order_by("-number").first()
        running = last.number if last else 0
        if origin.against is not None and origin.against != running:
            raise PlanIsStale(running)
        if last is not None and last.digest == document.digest:
            _keep_said(last, document)
            keep_facts(brand=brand, facts=told_facts(document), number=running, by=by, at=at)
            return Applied(brand, last.number, is_new=False)
        number = running + 1
        CharterVersion.objects.create(
            brand=brand,
            number=number,
            digest=document.digest,
            text=text,
            said=document.canonical_json(),
            applied_at=at,
            applied_by_id=by.id,
            applied_by_label=by.label[:40],
            proposed_by_id=origin.proposed_by,
            brought_back=origin.brings_back,
        )
        forget_spent_draft(brand=brand, document=document, by=by, at=at)
        _describe(brand, document, number)
        places = furnish_places(brand=brand, document=document, by=by, at=at)
        replace_promises(
            brand=brand, document=document, calendars=places.calendars, number=number, by=by, at=at
        )
        keep_facts(brand=brand, facts=told_facts(document), number=number, by=by, at=at)
        if origin.brings_back is not None:
            earlier = origin.brings_back
            back = CharterBroughtBack(brand=brand.id, version=number, earlier=earlier, digest=document.digest)
            record(back, by=by, at=at)
        record(
            CharterApplied(
                brand=brand.id,
                version=number,
                digest=document.digest,
                previous_digest=last.digest if last else "",
            ),
            by=by,
            at=at,
        )
    return Applied(brand, number, is_new=True)


def _brand(document: CharterDocument, at: datetime) -> Brand:
    known = Brand.objects.select_for_update().filter(code=document.brand.code).first()
    if known is not None:
        return known
    return Brand.objects.create(code=document.brand.code, name=document.brand.name, created_at=at)


def _keep_said(version: CharterVersion, document: CharterDocument) -> None:
    """A version of before the JSON was kept gets it when its charter is applied again."""
    if not version.said:
        version.said = document.canonical_json()
        version.save(update_fields=["said"])


def _describe(brand: Brand, document: CharterDocument, number: int) -> None:
    said = document.brand
    brand.name = said.name
    brand.languages = list(said.languages)
    brand.default_language = said.default_language
    brand.zone = said.zone
    brand.legal = document.standing
    brand.contact = {**to_plain(said.contact), "sender": to_plain(said.sender)}
    # The place is written along, since a database need not keep the order of an object's keys.
    brand.channels = {
        channel.code: {**to_plain(channel), "position": place}
        for place, channel in enumerate(document.channels)
    }
    brand.notices = to_plain(document.notices)
    brand.survey = to_plain(document.survey) if document.survey else {}
    brand.charter_number = number
    brand.save()
