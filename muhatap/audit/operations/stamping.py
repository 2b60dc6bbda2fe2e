"""Having head logs stamped by an outside authority: what it did not stamp today is asked for again."""

import hashlib
import logging
import os
import secrets
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from muhatap.audit.events import HeadsStamped
from muhatap.audit.heads import put_in_place, signed_message
from muhatap.audit.models import HeadLog
from muhatap.audit.recording import record, unit_of_work
from muhatap.audit.stamping import NoStamp, request_stamp, stamp_path
from muhatap.kernel.actors import Actor
from muhatap.kernel.stores.sharing import fetched, share

# Older ones are covered by these, since each log names the digest of the one before.
_NEWEST = 31

_log = logging.getLogger(__name__)


def stamp_logs(*, url: str, by: Actor, at: datetime) -> int:
    """Have the newest logs stamped that have no stamp yet; how many were. A refusal is logged and waits."""
    folder, stamped = Path(settings.MUHATAP_DATA), 0
    for log in reversed(HeadLog.objects.order_by("-number")[:_NEWEST]):
        final = fetched(stamp_path(folder, log.number))
        if not log.root or final.exists():
            continue
        try:
            answer = request_stamp(url, signed_message(log.digest, log.root))
        except NoStamp as refusal:
            _log.warning("head log %s not stamped: %s", log.number, refusal)
            break
        _keep(final, answer)
        with unit_of_work():
            digest = hashlib.sha256(answer).hexdigest()
            host = urlsplit(url).hostname or ""
            record(HeadsStamped(number=log.number, authority=host, stamp=digest), by=by, at=at)
        stamped += 1
    return stamped


def _keep(final: Path, answer: bytes) -> None:
    temporary = final.with_name(f".{final.name}.{secrets.token_hex(4)}")
    with temporary.open("xb") as file:
        file.write(answer)
        file.flush()
        os.fsync(file.fileno())
    put_in_place(temporary, final)
    share(final)
