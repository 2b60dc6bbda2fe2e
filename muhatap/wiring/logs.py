"""Log lines as JSON, one object a line, in which nothing stands that people wrote.

A message is told by its pattern; what was filled in only where it is a number or a word of our own. Of an
error its sort and its places in the code are told, never its words: a database puts the row into them.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any, Final

from muhatap.kernel.contact_masking import mask_contacts
from muhatap.kernel.tracing import request_id

# Names of jobs, kinds and classes; neither an address nor a number of somebody.
_OWN_WORD: Final = re.compile(r"(?!.*\d{6})[A-Za-z][A-Za-z0-9_.:-]{0,59}", re.ASCII)
_FRAMES: Final = 12
# What Django says of refused requests names their whole address; the line of the request says it better.
_DOUBLED: Final = frozenset({"django.request", "django.security.csrf", "django.security.DisallowedHost"})


class JsonLines(logging.Formatter):
    """One JSON object for each record."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": mask_contacts(record.msg) if isinstance(record.msg, str) else type(record.msg).__name__,
        }
        if request_id.get():
            said["request"] = request_id.get()
        if record.args:
            given = record.args if isinstance(record.args, tuple) else tuple(record.args.values())
            said["with"] = [_safe(each) for each in given]
        said |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0] is not None:
            kind, _error, trace = record.exc_info
            said["error"] = kind.__name__
            frames = traceback.extract_tb(trace)[-_FRAMES:]
            said["where"] = [f"{each.filename.rpartition('muhatap/')[2]}:{each.lineno}" for each in frames]
        return json.dumps(said, ensure_ascii=False)


class NotDoubled(logging.Filter):
    """Leaves out what the line of the request says already."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written; errors of requests always are."""
        return record.name not in _DOUBLED or record.levelno >= logging.ERROR


def logging_settings(form: str) -> dict[str, Any]:
    """Django's logging: plain words, or JSON with a line for each request."""
    plain: dict[str, Any] = {
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {"console": {"class": "logging.StreamHandler"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
    }
    if form != "json":
        return plain
    return plain | {
        "formatters": {"json": {"()": "muhatap.wiring.logs.JsonLines"}},
        "filters": {"once": {"()": "muhatap.wiring.logs.NotDoubled"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["once"]}},
        "loggers": {
            "muhatap.request": {"level": "INFO"},
            # Django's own handlers would write these lines a second time, in plain words.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }


def _safe(value: object) -> object:
    if isinstance(value, bool | float) or (isinstance(value, int) and abs(value) < 10**10):
        return value
    return value if isinstance(value, str) and _OWN_WORD.fullmatch(value) else "…"
