"""Signing the heads: a list of every stream that grew, chained to the list before, under the desk's key."""

import os
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import batched
from pathlib import Path

from django.conf import settings
from django.db import connection, models, transaction

from muhatap.audit.events import HeadsSigned
from muhatap.audit.heads import Head, LogFile, SignedLog, first_previous, path_of, put_in_place, write_log
from muhatap.audit.models import HeadLog, Stream
from muhatap.audit.recording import record, unit_of_work
from muhatap.kernel.actors import Actor
from muhatap.kernel.stores.sharing import share

_AT_ONCE = 5000
_EVERY = timedelta(days=1)


class SignedMeanwhile(Exception):
    """Another process signed the heads at the same time; its log stands, nothing is lost."""


def sign_heads_if_due(*, by: Actor, at: datetime) -> HeadLog | None:
    """Sign the heads when the last log is a day old or there is none; None when it is not yet time."""
    last = HeadLog.objects.order_by("-number").first()
    if last is not None and at - last.at < _EVERY:
        return None
    return sign_heads(by=by, at=at)


def sign_heads(*, by: Actor, at: datetime) -> HeadLog:
    """List the heads of the streams that grew since the last log, sign the list and record it."""
    last = HeadLog.objects.order_by("-number").first()
    number = last.number + 1 if last else 1
    previous = last.digest if last else first_previous()
    final = path_of(Path(settings.MUHATAP_DATA), number)
    final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = final.with_name(f".{final.name}.{secrets.token_hex(4)}")
    try:
        log = _written(temporary, number=number, previous=previous, at=at)
        with unit_of_work():
            row = _row(log, at)
            record(HeadsSigned(number=number, digest=log.digest, streams=log.streams), by=by, at=at)
            put_in_place(temporary, final)
            share(final)
    finally:
        temporary.unlink(missing_ok=True)
    _note_signed(final)
    return row


def _written(path: Path, *, number: int, previous: str, at: datetime) -> SignedLog:
    with path.open("xb") as file:
        log = write_log(
            file,
            number=number,
            previous=previous,
            at=at,
            entries=_grown(),
            keyring=settings.MUHATAP_KEYRING,
        )
        file.flush()
        os.fsync(file.fileno())
    return log


def _grown() -> Iterator[Head]:
    low = -(1 << 62)
    while True:
        # In portions, so that a long list holds up nobody who writes.
        grown = Stream.objects.filter(id__gt=low, length__gt=models.F("signed_length"))
        rows = list(grown.order_by("id").values_list("kind", "id", "length", "head")[:_AT_ONCE])
        for row in rows:
            yield Head(*row)
        if len(rows) < _AT_ONCE:
            return
        low = rows[-1][1]


def _row(log: SignedLog, at: datetime) -> HeadLog:
    newest = HeadLog.objects.order_by("-number").values_list("number", flat=True).first() or 0
    if newest >= log.number:
        raise SignedMeanwhile
    return HeadLog.objects.create(
        number=log.number,
        at=at,
        previous=log.previous,
        digest=log.digest,
        root=log.root,
        streams=log.streams,
        key_id=log.key_id,
        fingerprint=log.fingerprint,
        signature=log.signature,
    )


def _note_signed(path: Path) -> None:
    # After the commit: a stream that is not noted is listed once more, which does no harm.
    for heads in batched(LogFile(path), _AT_ONCE):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE audit_stream SET signed_length = %s WHERE id = %s AND signed_length < %s",
                [(head.length, head.stream_id, head.length) for head in heads],
            )
