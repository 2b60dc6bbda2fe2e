"""What the desk does by itself: replies leave whose time has come, and those who follow a case are told."""

import logging
from datetime import datetime

from muhatap.cases.queries import case_with_id
from muhatap.desk import operations as desk
from muhatap.kernel.actors import Actor
from muhatap.letters.queries import due_replies

SENDER = Actor.system("replies")
_log = logging.getLogger("muhatap.work")


def send_due(at: datetime) -> int:
    """Let every reply leave whose time has come; one that fails keeps nobody else's waiting."""
    left = 0
    for held_id, case_id in due_replies(at):
        try:
            left += desk.let_leave(case=case_with_id(case_id), held_id=held_id, by=SENDER, at=at)
        except Exception:
            _log.exception("a held reply could not leave: %s", held_id)
    return left


def tell_watchers(at: datetime) -> int:
    """Tell those who follow a case that its customer wrote."""
    return desk.tell_watchers(by=SENDER, at=at)
