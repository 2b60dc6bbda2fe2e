"""`muhatap mail import`: old mail from maildirs and mbox files, stored and filed like any other."""

import argparse
import itertools
import sys
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from tqdm import tqdm

from muhatap.channels.adapters.email import archives, filing, intake, reckoning
from muhatap.channels.adapters.email.sittings import MOST_BYTES, MOST_LETTERS
from muhatap.channels.models import Mailbox, VaultState
from muhatap.live import bus

DONE, FOUND_WRONG, WRONG_USE = 0, 1, 64
_TOGETHER = 4


def import_archives(mailbox: Mailbox, options: argparse.Namespace) -> int:
    """Store and file every mail of the named archives; what is known already is passed by."""
    paths = [Path(name) for name in options.names]
    try:
        total = sum(archives.size_of(path) for path in paths)
        bar = tqdm(total=total, unit="B", unit_scale=True, disable=not sys.stderr.isatty())
        new = known = 0
        for batch in _batches(paths, options.dialect):
            fresh = _take_and_file(mailbox, batch)
            new, known = new + fresh, known + len(batch) - fresh
            bar.update(sum(one.span for one in batch))
        bar.close()
    except archives.NotAnArchive as error:
        print(f"muhatap mail: {error}", file=sys.stderr)
        return WRONG_USE
    except OSError as error:
        print(f"muhatap mail: {error}; run it again, and it goes on from there", file=sys.stderr)
        return FOUND_WRONG
    bus.nudge(settings.MUHATAP_DATA)
    waiting = reckoning.waiting_in(mailbox)
    print(f"{new} new, {known} known already, {waiting} waiting to be filed")
    return FOUND_WRONG if waiting else DONE


def _batches(paths: list[Path], dialect: archives.Dialect):
    batch: list[archives.Archived] = []
    total = 0
    for one in itertools.chain.from_iterable(archives.mails_in(path, dialect) for path in paths):
        if batch and (len(batch) >= _TOGETHER * MOST_LETTERS or total + one.span > _TOGETHER * MOST_BYTES):
            yield batch
            batch, total = [], 0
        batch.append(one)
        total += one.span
    if batch:
        yield batch


def _take_and_file(mailbox: Mailbox, batch: list[archives.Archived]) -> int:
    at = datetime.now(UTC)
    taken = intake.take_old(mails=[(mailbox, one.raw) for one in batch], at=at)
    raws = {one.item.id: archived.raw for one, archived in zip(taken, batch, strict=True)}
    # Also what an earlier run stored and was interrupted over.
    unfiled = {one.item.id: one.item for one in taken if one.item.state == VaultState.STORED}
    filing.file_items(items=unfiled.values(), at=at, raws=raws)
    return sum(one.is_new for one in taken)
