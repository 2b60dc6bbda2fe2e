"""Writing letters anew: each save is the next version, and none with a field that nothing fills is kept."""

from collections.abc import Mapping
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.letters.events import LetterTemplateSaved
from muhatap.letters.linting.facts import Sort
from muhatap.letters.merging import TemplateFault, faults_in
from muhatap.letters.models import LetterTemplate
from muhatap.letters.queries import template_versions


class TemplateRefused(ValueError):
    """A template cannot be kept: `faults` says for each language why."""

    def __init__(self, faults: Mapping[str, tuple[TemplateFault, ...]]) -> None:
        super().__init__(", ".join(fault.field or fault.code for each in faults.values() for fault in each))
        self.faults = faults


def save_template(
    *, brand: Brand, sort: Sort, texts: Mapping[str, str], by: Actor, at: datetime
) -> LetterTemplate:
    """Keep a letter's next version; `TemplateRefused` where a field is unknown or one is missing."""
    found = {language: faults_in(text, sort) for language, text in texts.items()}
    faults = {language: each for language, each in found.items() if each}
    if faults or not texts:
        raise TemplateRefused(faults)
    with unit_of_work():
        latest = next(iter(template_versions(brand.pk, sort)), None)
        template = LetterTemplate.objects.create(
            brand=brand,
            sort=sort,
            version=latest.version + 1 if latest else 1,
            texts=dict(texts),
            saved_at=at,
            saved_by_id=by.id if by.kind is ActorKind.STAFF else None,
        )
        record(
            LetterTemplateSaved(
                brand=brand.pk,
                template=template.id,
                sort=sort,
                version=template.version,
                languages=tuple(sorted(texts)),
            ),
            by=by,
            at=at,
        )
    return template
