"""A child of `serve` that begins after the others, because one of them died or there is bulk work.

`python -m muhatap.wiring.coming_later MINDER NAME [SOCKET]`, with the minder's process id. It loads the desk
for itself.
"""

import gc
import socket
import sys

from django.db import connections

from muhatap.wiring.console import start_django
from muhatap.wiring.stopping import UpgradeStopped


def come(minder: int, name: str, number: str = "") -> int:
    """Be that child to its end; 1 when its minder is gone, else as `muhatap` ends."""
    gc.disable()
    start_django()
    from muhatap.wiring.keeping.upgrading import refuse_other_version
    from muhatap.wiring.serving import WEB, be, share_what_is_loaded
    from muhatap.wiring.warming import warm

    try:
        # An upgrade may have been laid beside those who still run.
        refuse_other_version()
    except UpgradeStopped as stopped:
        sys.stderr.write(f"{stopped}\n")
        return stopped.code
    finally:
        connections.close_all()
    if name == WEB:
        warm()
    share_what_is_loaded()
    be(name, socket.socket(fileno=int(number)) if number else None, minder)
    return 0


if __name__ == "__main__":
    sys.exit(come(int(sys.argv[1]), *sys.argv[2:]))
