"""`muhatap charter plan`, `rollback` and `history`: what a charter would change, and what has run."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.utils import translation
from tqdm import tqdm

from muhatap.brands.models import Brand
from muhatap.brands.queries import brand_with_code
from muhatap.charters import operations as charters
from muhatap.charters.effects import Replay
from muhatap.charters.plan_words import change_words, effect_name, effect_words, lines_of, replay_words
from muhatap.charters.planning import Asked, Plan, plan_charter, running_charter
from muhatap.charters.queries import NoEarlierVersion, charter_versions, law_for
from muhatap.charters.reading import read
from muhatap.charters.shape import CharterDocument
from muhatap.kernel.actors import Actor


def plan(options: argparse.Namespace, text: str) -> int:
    """Print what the charter would change; 2 when it is that of another brand than the one named."""
    at = datetime.now(UTC)
    document = read(text, source=options.file, law=lambda code: law_for(code, at.date()))
    if options.brand not in {None, document.brand.code}:
        print(f"--brand: the file is the charter of {document.brand.code}", file=sys.stderr)
        return 2
    brand = brand_with_code(document.brand.code)
    running = running_charter(brand)[1] if brand else None
    with _bar(options) as progress:
        asked = Asked(days=options.days, progress=progress)
        made = plan_charter(brand=brand, document=document, at=at, asked=asked)
    if options.json:
        print(json.dumps(made.to_plain(), ensure_ascii=False))
        return 0
    with translation.override(options.language):
        for line in _in_words(made, (running, document), options.language):
            print(line)
    return 0


def rollback(options: argparse.Namespace) -> int:
    """Bring an earlier version back as a new one."""
    brand = named_brand(options.brand)
    if brand is None:
        return 2
    try:
        applied = charters.bring_back(
            brand=brand, number=options.to, by=Actor.system("console"), at=datetime.now(UTC)
        )
    except NoEarlierVersion:
        wanted = f"--to {options.to}: " if options.to else ""
        others = [str(each.number) for each in charter_versions(brand)]
        print(
            f"{wanted}no such earlier version of {brand.code}, or it says what runs; "
            f"versions: {', '.join(others) or 'none yet'}",
            file=sys.stderr,
        )
        return 2
    if options.json:
        print(json.dumps({"brand": brand.code, "version": applied.version, "is_new": applied.is_new}))
    else:
        print(f"{brand.code}: version {applied.version} applied")
    return 0


def history(options: argparse.Namespace) -> int:
    """List the versions that a brand has run, the newest first."""
    brand = named_brand(options.brand)
    if brand is None:
        return 2
    rows = [
        {
            "version": each.number,
            "applied_at": each.applied_at.isoformat(timespec="seconds"),
            "applied_by": each.applied_by_id or each.applied_by_label or "console",
            "proposed_by": each.proposed_by_id,
            "brought_back": each.brought_back,
            "digest": each.digest,
        }
        for each in charter_versions(brand)
    ]
    if options.json:
        print(json.dumps(rows))
        return 0
    for row in rows:
        by = f"{row['proposed_by']} and {row['applied_by']}" if row["proposed_by"] else row["applied_by"]
        back = f"  (version {row['brought_back']} again)" if row["brought_back"] else ""
        print(f"{row['version']:4}  {row['applied_at']}  {row['digest']:.12}  by {by}{back}")
    return 0


def named_brand(code: str | None) -> Brand | None:
    """The brand with this code, or the only one; None after saying on stderr which there are."""
    brands = list(Brand.objects.filter(code=code) if code else Brand.objects.all())
    if len(brands) == 1:
        return brands[0]
    known = ", ".join(Brand.objects.order_by("code").values_list("code", flat=True)) or "none yet"
    print(f"--brand: name one of: {known}", file=sys.stderr)
    return None


@contextmanager
def _bar(options: argparse.Namespace) -> Iterator[Callable[[int, int], None]]:
    with tqdm(unit=" cases", disable=options.json or not sys.stderr.isatty()) as bar:

        def progress(count: int, total: int) -> None:
            bar.total = total
            bar.update(count)

        yield progress


def _in_words(
    made: Plan, documents: tuple[CharterDocument | None, CharterDocument], language: str
) -> Iterator[str]:
    gettext = translation.gettext
    if not made.changes:
        yield gettext("Nothing changes: this charter runs.")
        return
    said = {"brand": made.brand_code, "version": made.against, "count": len(made.changes)}
    yield gettext("%(brand)s: differences to version %(version)s: %(count)d") % said
    for line in lines_of(made.changes, documents, language):
        yield f"  {line}  [{line.path}]"
    if made.replay is not None:
        yield from _replayed(made.replay)


def _replayed(replay: Replay) -> Iterator[str]:
    gettext = translation.gettext
    yield replay_words(replay, _day)
    for effect in replay.effects:
        yield f"  {effect_name(effect)}: {'; '.join(effect_words(effect))}"
        for each in effect.examples[:2]:
            times = f"{_moment(each.before)} → {_moment(each.after)}"
            yield f"    {each.number}: {times}, {change_words(each.change)}"
    for flow in replay.queues:
        if flow.before != flow.after:
            said: dict[str, Any] = {"queue": flow.queue, "before": flow.before, "after": flow.after}
            yield "  " + gettext("Queue %(queue)s: %(before)d → %(after)d cases") % said
    for promise, count in replay.begun.items():
        said = {"promise": promise, "count": count}
        yield "  " + gettext("%(promise)s would run on %(count)d cases on which nothing measured it") % said
    for topic, count in replay.topics_gone.items():
        said = {"topic": topic, "count": count}
        yield "  " + gettext("Topic %(topic)s is gone; %(count)d cases had it") % said


def _day(at: datetime) -> str:
    return at.date().isoformat()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
