"""The copy of a person's data: gathered by the register, sealed with a key of its own, handed over once."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from functools import partial
from tempfile import SpooledTemporaryFile
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.archive.returning import ARCHIVE
from muhatap.cases.models import Case
from muhatap.cases.trust import Sensitive, level_of, refuse_low
from muhatap.files.disk import place_of, write_durably
from muhatap.kernel.actors import Actor
from muhatap.kernel.ids import new_id
from muhatap.kernel.sealing import ItemKey
from muhatap.privacy.copied import Masking, answers_of, facts_of, files_of, side_messages, tables_of
from muhatap.privacy.events import DataCopyDestroyed, DataCopyFetched, DataCopyMade
from muhatap.privacy.keys import COPY_PURPOSE, digest_of
from muhatap.privacy.models import DataCopy, PrivacyRequest
from muhatap.privacy.packing import pack
from muhatap.privacy.register import person_of

# The level of trust (process C9) from which a copy is handed over without link and code.
LEVEL_OF_COPIES = 3
KEPT_FOR = timedelta(days=14)
CODE_FOR = timedelta(minutes=30)
MOST_TRIES = 5
_IN_MEMORY = 16 << 20


class NotProven(Exception):
    """We do not know well enough who asks; a copy is not made for whoever happens to know a number."""


class CopyGone(Exception):
    """The copy was fetched, its day is over, or the code was wrong too often."""


class WrongCode(Exception):
    """The code does not belong to this link."""


def make_copy(*, request: PrivacyRequest, by: Actor, at: datetime) -> DataCopy:
    """Gather everything held on the person into one package, kept sealed for 14 days; earlier ones go.

    `NotProven` below level 1: an open channel proves nothing. Handing it over takes more.
    """
    if request.identity_level < 1:
        raise NotProven(request.id)
    case = Case.objects.select_related("brand", "customer").get(id=request.case_id)
    ARCHIVE.bring_back(person_of(case.customer).case_ids)
    data, rows, held = _package(case, at)
    key = ItemKey.new()
    copy = DataCopy(
        request=request,
        path=f"copies/{new_id()}",
        wrapped_key=key.wrap(settings.MUHATAP_KEYRING, COPY_PURPOSE),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        tables=rows,
        made_at=at,
        valid_until=at + KEPT_FOR,
    )
    with unit_of_work() as unit:
        destroy_copies(case=case, why="replaced", by=by, at=at)
        write_durably(place_of(copy.path), key.seal(data, context=str(copy.id).encode()))
        unit.add(copy)
        record(
            DataCopyMade(
                brand=case.brand_id,
                case=case.id,
                copy=copy.id,
                size=copy.size,
                rows=sum(rows.values()),
                files=held,
                valid_until=copy.valid_until,
            ),
            by=by,
            at=at,
        )
    return copy


def offer_copy(*, copy: DataCopy, token: str, by: Actor, at: datetime) -> str:
    """Let a mailed link open the copy together with a code, which is returned to be shown on the case's page.

    Two ways that do not meet: who only reads her mail has no code, who only has the page has no link.
    `LevelTooLow` below the level at which the charter delivers data.
    """
    refuse_low(_case_of(copy), Sensitive.DELIVERY)
    code = f"{secrets.randbelow(10**6):06d}"
    with unit_of_work():
        held = _open(copy, at)
        held.token_digest, held.code_digest = digest_of(token), digest_of(f"{token}:{code}")
        held.code_until, held.tries = at + CODE_FOR, 0
        held.save(update_fields=["token_digest", "code_digest", "code_until", "tries"])
    return code


def fetch_copy(*, copy: DataCopy, token: str, code: str, by: Actor, at: datetime) -> bytes:
    """The package, once: for the link and the code together; `WrongCode`, `CopyGone`, `LevelTooLow`."""
    refuse_low(_case_of(copy), Sensitive.DELIVERY)
    # The count of wrong tries must outlast the refusal.
    with unit_of_work():
        held = _open(copy, at)
        if held.code_until is None or held.code_until <= at or held.tries >= MOST_TRIES:
            raise CopyGone(held.id)
        is_right = hmac.compare_digest(held.code_digest, digest_of(f"{token}:{code}"))
        if not is_right:
            held.tries += 1
            held.save(update_fields=["tries"])
    if not is_right:
        raise WrongCode(held.id)
    return _hand_over(copy, "link_and_code", by=by, at=at)


def fetch_proved(*, copy: DataCopy, by: Actor, at: datetime) -> bytes:
    """The package, once, for who proved herself for this case; `LevelTooLow`, `NotProven` below level 3."""
    case = _case_of(copy)
    refuse_low(case, Sensitive.DELIVERY)
    if level_of(case) < LEVEL_OF_COPIES:
        raise NotProven(copy.id)
    return _hand_over(copy, "proved", by=by, at=at)


def destroy_copies(*, case: Case, why: str, by: Actor, at: datetime) -> int:
    """Destroy every copy of a case with its key; returns how many there were."""
    with unit_of_work():
        waiting = DataCopy.objects.select_for_update().filter(request__case=case, destroyed_at__isnull=True)
        done = 0
        for copy in waiting:
            _destroy(copy, at)
            record(DataCopyDestroyed(brand=case.brand_id, case=case.id, copy=copy.id, why=why), by=by, at=at)
            done += 1
    return done


def end_copies(*, by: Actor, at: datetime) -> int:
    """Destroy the copies whose days are over."""
    due = DataCopy.objects.filter(destroyed_at__isnull=True, valid_until__lte=at)
    cases = Case.objects.filter(id__in=due.values("request__case_id"))
    return sum(destroy_copies(case=case, why="over", by=by, at=at) for case in list(cases))


def _case_of(copy: DataCopy) -> Case:
    return Case.objects.select_related("brand", "customer").get(id=copy.request.case_id)


def _package(case: Case, at: datetime) -> tuple[bytes, dict[str, int], int]:
    person = person_of(case.customer)
    masking = Masking(person)
    with translation.override(case.language), timezone.override(ZoneInfo(case.brand.zone)):
        tables = [*tables_of(person, masking), answers_of(person), facts_of(person, masking)]
        tables = [each for each in tables if each.rows]
        told = {
            "brand": case.brand.name,
            "request": case.number,
            "made_at": at.isoformat(),
            "masked_of_others": masking.count,
            "left_out_with_others": side_messages(person),
        }
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as into:
            held = pack(into, tables, files_of(person), told, at)
            into.seek(0)
            data = into.read()
    return data, {table.name: len(table.rows) for table in tables}, held


def _open(copy: DataCopy, at: datetime) -> DataCopy:
    held = DataCopy.objects.select_for_update(of=("self",)).select_related("request__case").get(id=copy.id)
    if held.destroyed_at is not None or held.fetched_at is not None or held.valid_until <= at:
        raise CopyGone(held.id)
    return held


def _hand_over(copy: DataCopy, how: str, *, by: Actor, at: datetime) -> bytes:
    with unit_of_work():
        held = _open(copy, at)
        key = ItemKey.unwrap(settings.MUHATAP_KEYRING, COPY_PURPOSE, bytes(held.wrapped_key))
        data = key.unseal(place_of(held.path).read_bytes(), context=str(held.id).encode())
        held.fetched_at = at
        held.save(update_fields=["fetched_at"])
        _destroy(held, at)
        case = held.request.case
        record(DataCopyFetched(brand=case.brand_id, case=case.id, copy=held.id, how=how), by=by, at=at)
    return data


def _destroy(copy: DataCopy, at: datetime) -> None:
    path = copy.path
    copy.path, copy.wrapped_key, copy.destroyed_at = "", b"", at
    copy.token_digest = copy.code_digest = ""
    copy.save(update_fields=["path", "wrapped_key", "destroyed_at", "token_digest", "code_digest"])
    if path:
        transaction.on_commit(partial(place_of(path).unlink, missing_ok=True))
