"""Writing scorecards, and the terms under which work is reviewed."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from django.utils.text import slugify

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.kernel.text import clean
from muhatap.quality.events import QualityTermsSet, ScorecardWritten
from muhatap.quality.models import QualityTerms, Scorecard
from muhatap.quality.people import staff_id_of
from muhatap.quality.scoring import NotASheet, Sheet, as_stored

TERMS = {
    "review_every_days": (1, 365),
    "coach_every_days": (1, 365),
    "review_within_days": (1, 60),
    "answer_within_days": (1, 60),
    "low_score": (1, 4),
    "silence_hours": (1, 720),
}


class ChannelTaken(ValueError):
    """Another scorecard asks about the cases of this channel."""


class NotTerms(ValueError):
    """A number that cannot be meant; the message names the field."""


def write_scorecard(
    *,
    brand: Brand,
    name: str,
    channels: Sequence[str],
    sheet: Sheet,
    known: Scorecard | None = None,
    by: Actor,
    at: datetime,
) -> Scorecard:
    """Write a scorecard or its next version; reviews of earlier ones stay. `NotASheet`, `ChannelTaken`."""
    code = known.code if known else slugify(name.replace("ı", "i"))[:40]
    if not code or not name.strip():
        raise NotASheet("name")
    with unit_of_work():
        Brand.objects.select_for_update().get(id=brand.id)
        rows = Scorecard.objects.filter(brand=brand, retired_at__isnull=True).exclude(code=code)
        if any(set(each.channels) & set(channels) or not (each.channels or channels) for each in rows):
            raise ChannelTaken(code)
        last = Scorecard.objects.filter(brand=brand, code=code).order_by("-version").first()
        if known is None and last is not None and last.retired_at is None:
            raise NotASheet("twice")
        Scorecard.objects.filter(brand=brand, code=code, retired_at__isnull=True).update(retired_at=at)
        stored = as_stored(sheet)
        card = Scorecard.objects.create(
            brand=brand,
            code=code,
            version=last.version + 1 if last else 1,
            name=name.strip(),
            channels=sorted(set(channels)),
            sheet=stored,
            written_at=at,
            written_by_id=staff_id_of(by),
        )
        digest = hashlib.sha256(json.dumps(stored, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        record(
            ScorecardWritten(brand=brand.id, scorecard=code, version=card.version, digest=digest),
            by=by,
            at=at,
        )
    return card


def set_quality_terms(*, brand: Brand, values: dict[str, int], by: Actor, at: datetime) -> QualityTerms:
    """Say how often work is reviewed and coached, and when a case counts as risky; `NotTerms`."""
    for name, (least, most) in TERMS.items():
        if not least <= values.get(name, 0) <= most:
            raise NotTerms(name)
    with unit_of_work():
        terms, _ = QualityTerms.objects.update_or_create(
            brand=brand,
            defaults={
                **{name: values[name] for name in TERMS},
                "set_at": at,
                "set_by_id": staff_id_of(by),
            },
        )
        said = json.dumps({name: values[name] for name in TERMS}, sort_keys=True)
        record(QualityTermsSet(brand=brand.id, values=said), by=by, at=at)
    return terms


def set_call_words(*, brand: Brand, words: Sequence[str], by: Actor, at: datetime) -> QualityTerms:
    """Say which words are looked for in calls, at most fifty of them."""
    cleaned = (clean(each, max_length=80, single_line=True) for each in words)
    wanted = list(dict.fromkeys(each for each in cleaned if each))[:50]
    with unit_of_work():
        terms, _ = QualityTerms.objects.update_or_create(
            brand=brand, defaults={"call_words": wanted, "set_at": at, "set_by_id": staff_id_of(by)}
        )
        said = json.dumps({"call_words": wanted}, ensure_ascii=False)
        record(QualityTermsSet(brand=brand.id, values=said), by=by, at=at)
    return terms
