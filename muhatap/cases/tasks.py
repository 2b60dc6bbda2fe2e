"""What the schedule does for cases: search, and tasks whose time has passed."""

from datetime import datetime

from muhatap.cases import operations as cases
from muhatap.cases import reindexing
from muhatap.cases.archive import returning
from muhatap.cases.file_words import index_files
from muhatap.kernel.actors import Actor

_TELLER = Actor.system("tasks")
_PUT_AWAY = 5000


def read_files(at: datetime) -> int:
    """Read the words of the next file that waits."""
    return index_files(at=at)


def go_on_reindexing(at: datetime) -> int:
    """Write the next portion of a rebuild that somebody asked for or that was cut off."""
    return next(reindexing.rebuild(at=at), 0) if reindexing.is_rebuilding() else 0


def purge_index(at: datetime) -> int:
    """Clear erased words out of the files of the index."""
    reindexing.purge(at=at)
    return 0


def put_away(at: datetime) -> int:
    """Empty the live tables of archived cases that somebody had opened since."""
    returning.put_away(limit=_PUT_AWAY)
    return 0


def remind_of_work(at: datetime) -> int:
    """Tell of tasks of departments whose time has passed."""
    return cases.remind_of_work(by=_TELLER, at=at)
