"""Writing the whole search index anew while the desk goes on working, and clearing erased words out of it.

Each portion is a transaction that also keeps how far it came, so whoever comes next goes on from there. Rows
are locked while they are read: what is erased or changed meanwhile waits a moment and has the last word.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from muhatap.audit.recording import unit_of_work
from muhatap.audit.turns import Portions, write_turn
from muhatap.cases.archive.returning import bodies_away
from muhatap.cases.models import Attachment, Case, HeadText, IndexWork, Message, Participant, SearchText
from muhatap.cases.search import head_of, is_indexed, may_be_read, parts_of, text_of
from muhatap.cases.statuses import KNOWN_ROLES
from muhatap.customers.models import Identity
from muhatap.files import words as file_words

HEADS, MESSAGES, PURGE = "heads", "messages", "purge"
PORTION = 500
# Pages of the index that are merged in one transaction: some milliseconds.
_PAGES = 200
_FULLTEXTS = ("cases_fulltext", "cases_headwords")


def ask_for_rebuild(*, at: datetime) -> None:
    """Begin anew: every row will be written again, oldest first."""
    with unit_of_work():
        for name in (HEADS, MESSAGES):
            IndexWork.objects.update_or_create(
                name=name, defaults={"asked_at": at, "last_id": 0, "done": 0, "ended_at": None}
            )


def ask_for_purge(*, at: datetime) -> None:
    """Words were erased: they have to leave the files of the index too, and not only what is found."""
    IndexWork.objects.update_or_create(
        name=PURGE, defaults={"asked_at": at, "last_id": 0, "done": 0, "ended_at": None}
    )


def is_rebuilding() -> bool:
    """Whether a rebuild was asked for and is not over."""
    return IndexWork.objects.filter(name__in=(HEADS, MESSAGES), ended_at__isnull=True).exists()


def rows_to_write() -> tuple[int, int]:
    """How many rows the rebuild has written, and how many there are to write altogether."""
    done = sum(IndexWork.objects.filter(name__in=(HEADS, MESSAGES)).values_list("done", flat=True))
    return done, Case.objects.count() + Message.objects.count()


def rows_found() -> int:
    """How many rows the index has."""
    return HeadText.objects.count() + SearchText.objects.count()


def rebuild(*, at: datetime, portion: int = PORTION) -> Iterator[int]:
    """Go on with the rebuild to its end; yields how many rows each transaction wrote."""
    for name, write in ((HEADS, _write_heads), (MESSAGES, _write_messages)):
        portions = Portions(portion)
        while (count := _go_on(name, write, portions, at)) is not None:
            yield count
    ask_for_purge(at=at)


def purge(*, at: datetime) -> bool:
    """Clear erased words out of the index's files if that was asked for; True when it was done."""
    if not IndexWork.objects.filter(name=PURGE, ended_at__isnull=True).exists():
        return False
    asked_at = IndexWork.objects.values_list("asked_at", flat=True).get(name=PURGE)
    if connection.vendor == "sqlite":
        _merge_all()
    else:
        _vacuum_all()
    # Asked again meanwhile, it is done again.
    IndexWork.objects.filter(name=PURGE, asked_at=asked_at).update(ended_at=at)
    return True


def _go_on(
    name: str, write: Callable[[int, int, datetime], list[int]], portions: Portions, at: datetime
) -> int | None:
    with portions.turn(), unit_of_work():
        work = IndexWork.objects.select_for_update().filter(name=name, ended_at__isnull=True).first()
        if work is None:
            return None
        ids = write(work.last_id, portions.size, at)
        if ids:
            work.last_id, work.done = ids[-1], work.done + len(ids)
        else:
            work.ended_at = at
        work.save(update_fields=["last_id", "done", "ended_at"])
    return len(ids) if ids else None


def _write_heads(after: int, portion: int, _at: datetime) -> list[int]:
    cases = list(
        Case.objects.select_for_update(of=("self",))
        .filter(id__gt=after)
        .select_related("customer")
        .order_by("id")[:portion]
    )
    identities = _by(
        Identity.objects.filter(customer__in={case.customer_id for case in cases}), "customer_id"
    )
    people = _by(Participant.objects.filter(case__in=cases, role__in=KNOWN_ROLES), "case_id")
    ids = [case.id for case in cases]
    HeadText.objects.filter(case_id__in=ids).delete()
    HeadText.objects.bulk_create(
        head_of(case, [each.value for each in identities.get(case.customer_id, ())], people.get(case.id, ()))
        for case in cases
    )
    return ids


def _write_messages(after: int, portion: int, at: datetime) -> list[int]:
    rows = list(_messages(after)[:portion])
    ids = [row.id for row in rows]
    bodies = bodies_away({row.case_id for row in rows if not row.case.is_open})
    for row in rows:
        row.text = bodies[row.id][0] if row.id in bodies else row.text
    attached = list(
        Attachment.objects.filter(message__in=rows, message__erased_at=None).select_related("file", "case")
    )
    with_files = {attachment.message_id for attachment in attached}
    file_words.await_words([each.file for each in attached if may_be_read(each.case)], at=at)
    SearchText.objects.filter(message_id__in=ids).delete()
    SearchText.objects.bulk_create(
        text_of(row, row.case.brand_id, parts_of(row) if row.id in with_files or row.side_id else ())
        for row in rows
        if is_indexed(row, row.first_id == row.id)  # type: ignore[attr-defined]
    )
    return ids


def _messages(after: int) -> QuerySet[Message]:
    first = Message.objects.filter(case=OuterRef("case")).order_by("at", "id").values("id")[:1]
    return (
        Message.objects.select_for_update(of=("self",))
        .filter(id__gt=after)
        .select_related("case", "side")
        .annotate(first_id=Subquery(first))
        .order_by("id")
    )


def _by[Found: (Identity, Participant)](rows: QuerySet[Found], name: str) -> dict[int, list[Found]]:
    groups: dict[int, list[Found]] = {}
    for row in rows.order_by("id"):
        groups.setdefault(getattr(row, name), []).append(row)
    return groups


def _merge_all() -> None:
    """FTS5 keeps a deleted word until its segments are merged into one; then the pages are overwritten."""
    for fulltext in _FULLTEXTS:
        pages = -_PAGES
        while _merge(fulltext, pages) > 1:
            pages = _PAGES
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _merge(fulltext: str, pages: int) -> int:
    with write_turn(), connection.cursor() as cursor:
        cursor.execute("SELECT total_changes()")
        (before,) = cursor.fetchone()
        cursor.execute(f"INSERT INTO {fulltext}({fulltext}, rank) VALUES ('merge', %s)", [pages])  # noqa: S608
        cursor.execute("SELECT total_changes()")
        return cursor.fetchone()[0] - before


def _vacuum_all() -> None:
    """Vacuuming removes the rows, and a GIN index keeps words without rows until it is built anew."""
    with connection.cursor() as cursor:
        for table, fulltext in (("cases_searchtext", _FULLTEXTS[0]), ("cases_headtext", _FULLTEXTS[1])):
            cursor.execute(f"VACUUM {table}")
            cursor.execute(f"REINDEX INDEX CONCURRENTLY {fulltext}")
