"""Running a macro from the desk: what it writes to the customer leaves the way every reply does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import unit_of_work
from muhatap.automation import operations as automation
from muhatap.automation.models import Macro
from muhatap.cases.models import Case
from muhatap.cases.operations import CannotMove
from muhatap.desk.operations.sending import send_reply
from muhatap.desk.replies import Answer, Outdated, SaysTooMuch
from muhatap.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class ManyDone:
    """What became of a macro on several cases: how many it ran on, and on which it did not run and why."""

    count: int
    left: tuple[tuple[Case, str], ...]


def run_macro(
    *, case: Case, macro: Macro, staff: Staff, seen: int, by: Actor, at: datetime
) -> automation.Done:
    """Run a macro on a case, all of it or nothing: `Outdated`, `SaysTooMuch`, `CannotSend` or `CannotMove`.

    `seen` is the last message that she has seen; a reply that is sent waits for the moment of undo.
    """
    with unit_of_work():
        done = automation.run_macro(case=case, macro=macro, staff=staff, by=by, at=at)
        if done.reply and done.sends:
            answer = Answer(text=done.reply, seen=seen, then=done.then)
            send_reply(case=case, staff=staff, answer=answer, by=by, at=at)
    return done


def run_macro_on_all(
    *, cases: Sequence[tuple[Case, int]], macro: Macro, staff: Staff, by: Actor, at: datetime
) -> ManyDone:
    """Run a macro on several cases, each for itself; where it cannot, the case is left as it was."""
    left: list[tuple[Case, str]] = []
    for case, seen in cases:
        try:
            run_macro(case=case, macro=macro, staff=staff, seen=seen, by=by, at=at)
        except (Outdated, SaysTooMuch, automation.CannotSend, CannotMove) as trouble:
            left.append((case, type(trouble).__name__))
    return ManyDone(len(cases) - len(left), tuple(left))
