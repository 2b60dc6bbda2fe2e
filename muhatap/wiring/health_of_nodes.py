"""How the things are that several nodes share: bus, store of files, pooler, read copy; only what is named."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection

from muhatap.kernel import stores
from muhatap.live import between_nodes
from muhatap.reports import standby

GOOD, WARNING, BAD = "good", "warning", "bad"
_FEW_SECONDS = 3


def findings() -> Iterator[tuple[str, str, str]]:
    """Name, state and words of everything that is named."""
    if settings.MUHATAP_BUS_URL:
        yield _bus()
    if settings.MUHATAP_FILES_URL:
        yield _store()
    if settings.MUHATAP_POOLED:
        yield _pooler()
    if standby.COPY in settings.DATABASES:
        yield _copy()


def measures() -> Iterator[tuple[str, str, str, float]]:
    """1 or 0 for each thing that is named, for a collector."""
    if settings.MUHATAP_BUS_URL:
        is_there = not between_nodes.trouble()
        yield "muhatap_bus_up", "gauge", "1 while the bus between nodes answers.", float(is_there)
    if standby.COPY in settings.DATABASES:
        is_read = not standby.trouble()
        yield "muhatap_replica_read", "gauge", "1 while figures are read from the copy.", float(is_read)


def _bus() -> tuple[str, str, str]:
    if why := between_nodes.trouble():
        meanwhile = (
            "PostgreSQL tells the nodes meanwhile"
            if between_nodes.listening_address()
            else "pages look into the log every two seconds meanwhile"
        )
        return "bus", WARNING, f"Redis is away ({why}): {meanwhile}. Nothing is lost. MUHATAP_BUS_URL"
    return "bus", GOOD, "Notices between nodes go by Redis."


def _store() -> tuple[str, str, str]:
    endpoint = urlsplit(settings.MUHATAP_FILES_URL)
    if why := stores.trouble():
        return "files", BAD, f"Files cannot be stored: {why}. muhatap files check"
    if endpoint.scheme == "s3" and "endpoint=http://" in endpoint.query:
        return (
            "files",
            WARNING,
            "Files are stored, but not by TLS: sealed bytes, readable names. endpoint=https://…",
        )
    return "files", GOOD, f"Files are stored in {endpoint.scheme}://{endpoint.hostname or ''}{endpoint.path}."


def _pooler() -> tuple[str, str, str]:
    import psycopg

    if "prepare_threshold" in connection.settings_dict["OPTIONS"]:
        return "pooler", BAD, "Statements are prepared on the server: a pooler loses them."
    if not settings.MUHATAP_DIRECT_URL:
        return "pooler", GOOD, "Behind a pooler; backups and migrations need MUHATAP_DATABASE_DIRECT_URL."
    try:
        with psycopg.connect(settings.MUHATAP_DIRECT_URL, connect_timeout=_FEW_SECONDS) as server:
            there = _identity(server.execute(_IDENTITY).fetchone())
        with connection.cursor() as cursor:
            cursor.execute(_IDENTITY)
            here = _identity(cursor.fetchone())
    except (psycopg.Error, DatabaseError) as error:
        return "pooler", BAD, f"The server behind the pooler does not answer: {str(error).strip()[:200]}"
    if here != there:
        return "pooler", BAD, "MUHATAP_DATABASE_DIRECT_URL is another database than the pooler's."
    return "pooler", GOOD, "Behind a pooler; the server itself answers too."


_IDENTITY = "SELECT current_database(), extract(epoch FROM pg_postmaster_start_time())"


def _identity(row: tuple[object, ...] | None) -> tuple[str, ...]:
    return tuple(map(str, row or ()))


def _copy() -> tuple[str, str, str]:
    if why := standby.trouble():
        return "replica", WARNING, f"Figures are read from the first database: {why}. MUHATAP_REPLICA_URL"
    return "replica", GOOD, "Figures are read from the copy."
