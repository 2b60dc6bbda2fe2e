"""Writing letters anew: each save is the next version, and none with a field that nothing fills is kept.

What a regulated brand tells about a decision is a regulated letter: a second person agrees to it first.
"""

import json
from collections.abc import Mapping
from datetime import datetime

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.letters.events import LetterTemplateSaved
from muhatap.letters.linting.facts import Sort
from muhatap.letters.merging import TemplateFault, faults_in
from muhatap.letters.models import LetterTemplate
from muhatap.letters.queries import template_versions

TEMPLATE = "letter_template"


class TemplateRefused(ValueError):
    """A template cannot be kept: `faults` says for each language why."""

    def __init__(self, faults: Mapping[str, tuple[TemplateFault, ...]]) -> None:
        super().__init__(", ".join(fault.field or fault.code for each in faults.values() for fault in each))
        self.faults = faults


def save_template(
    *, brand: Brand, sort: Sort, texts: Mapping[str, str], by: Actor, at: datetime
) -> LetterTemplate:
    """Keep a letter's next version; `TemplateRefused` where a field is unknown or one is missing."""
    _refuse_faults(sort, texts)
    with unit_of_work():
        # Locked, so that of two who save at once each writes a version of her own.
        Brand.objects.select_for_update().get(pk=brand.pk)
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


def propose_template(
    *, brand: Brand, sort: Sort, texts: Mapping[str, str], reason: str, by: Actor, at: datetime
) -> Proposal:
    """Put a letter's next version before a second person; until she agrees the present one is used."""
    _refuse_faults(sort, texts)
    return approvals.propose(
        brand=brand,
        sort=TEMPLATE,
        subject=sort,
        content=json.dumps(dict(texts), ensure_ascii=False, sort_keys=True),
        reason=reason,
        by=by,
        at=at,
    )


def agree_template(*, proposal: Proposal, by: Actor, at: datetime) -> LetterTemplate:
    """Agree to a letter as the second person; from now on it is the version that is used."""
    with unit_of_work():
        agreed = approvals.approve(proposal=proposal, by=by, at=at)
        return save_template(
            brand=agreed.brand,
            sort=Sort(agreed.subject),
            texts=json.loads(agreed.content),
            by=Actor.staff(agreed.proposed_by_id),
            at=at,
        )


def _refuse_faults(sort: Sort, texts: Mapping[str, str]) -> None:
    found = {language: faults_in(text, sort) for language, text in texts.items()}
    faults = {language: each for language, each in found.items() if each}
    if faults or not texts:
        raise TemplateRefused(faults)
