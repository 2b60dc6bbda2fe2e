"""The product's commands with listeners that hang, raise, or end their process; short patience for the trial.

python -m faults.poisoned COMMAND …
"""

import os
import signal
import sys
import time
import zlib

from muhatap.wiring.console import main, start_django

KINDS = ("kills", "hangs", "sticks", "raises")
# Every so many cases are poisonous, in turn of each kind.
SHARE = 24
_RETRY = (1, 1, 1, 1, 1, 1)
_LONGEST_SECONDS, _GRACE_SECONDS = 1.5, 1.5


class Poison(Exception):
    """Always."""


def kind_for(event_id: int) -> str:
    """What a case's event does to whoever hears it; nothing for most."""
    dose = zlib.crc32(str(event_id).encode()) % SHARE
    return KINDS[dose] if dose < len(KINDS) else ""


def take(fact, *, by, at, event_id) -> None:
    """Hear of a case, and do harm."""
    match kind_for(event_id):
        case "kills":
            os.kill(os.getpid(), signal.SIGKILL)
        case "hangs":
            time.sleep(3600)
        case "sticks":
            # As a library that hears no signal and never comes back.
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
            time.sleep(3600)
        case "raises":
            raise Poison


def poison() -> None:
    """Let everybody who hears of a new case take it."""
    start_django()
    from muhatap.audit import relay
    from muhatap.kernel import limits

    listeners = relay._listeners
    relay._listeners = lambda kind: (
        listeners(kind) | ({"faults.poison": take} if kind == "case.opened" else {})
    )
    relay._RETRY, relay._LONGEST_SECONDS, limits._GRACE_SECONDS = _RETRY, _LONGEST_SECONDS, _GRACE_SECONDS


if __name__ == "__main__":
    poison()
    sys.exit(main(sys.argv[1:]))
