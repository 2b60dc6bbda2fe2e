"""Writing macros, and running one on a case."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.automation.actions import SEND, Action, Do, Plan, Step, plan
from muhatap.automation.checking import Faulty, faults_of_macro
from muhatap.automation.events import MacroRetired, MacroRun, MacroWritten
from muhatap.automation.filling import filled
from muhatap.automation.grounds import ground_of, state_of
from muhatap.automation.models import Macro
from muhatap.automation.operations.acting import Doer, perform
from muhatap.brands.models import Brand
from muhatap.cases.locking import lock
from muhatap.cases.models import Case, Draft
from muhatap.cases.operations.drafting import save_draft
from muhatap.cases.statuses import Author
from muhatap.kernel.actors import Actor
from muhatap.kernel.canonical import canonical

_REASON = "macro"
_AFTER_SENDING = {"resolved": "resolve", "waiting_customer": "wait"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroContent:
    """What a macro says; `is_shared` when all of the brand's staff may run it."""

    name: str
    actions: tuple[Action, ...]
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a macro would do to a case: its steps, the words it writes, and values missing in them."""

    plan: Plan
    reply: str = ""
    sends: bool = False
    note: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What a macro did; a reply that is to be sent is left to whoever sends, with its checks.

    `then` is what follows when that reply has left, `resolve` or `wait`: taken back, nothing has happened.
    """

    steps: tuple[Step, ...]
    reply: str = ""
    sends: bool = False
    then: str = ""


class CannotSend(Exception):
    """A reply is to be sent at once and lacks a value; `names` are the variables."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def write_macro(
    *, brand: Brand, macro: Macro | None, content: MacroContent, staff: Staff, by: Actor, at: datetime
) -> Macro:
    """Write a macro or change one; `Faulty` names what is wrong with it."""
    faults = faults_of_macro(content.name, content.actions, ground_of(brand.id), brand.languages)
    if faults:
        raise Faulty(faults)
    actions = [each.plain() for each in content.actions]
    with unit_of_work():
        row = macro or Macro(brand=brand, version=0, written_at=at)
        row.name, row.actions, row.version = content.name.strip(), actions, row.version + 1
        row.owner = None if content.is_shared else (row.owner or staff)
        row.written_by, row.written_at = staff, at
        row.save()
        record(
            MacroWritten(
                brand=brand.id,
                macro=row.id,
                version=row.version,
                name=row.name,
                is_shared=row.is_shared,
                digest=hashlib.sha256(canonical(actions)).hexdigest(),
            ),
            by=by,
            at=at,
        )
    return row


def retire_macro(*, macro: Macro, by: Actor, at: datetime) -> None:
    """Offer a macro no longer; rules keep what they took over from it."""
    with unit_of_work():
        macro.retired_at = at
        macro.save(update_fields=["retired_at"])
        record(MacroRetired(brand=macro.brand_id, macro=macro.id, name=macro.name), by=by, at=at)


def preview_macro(*, case: Case, macro: Macro, staff: Staff, by: Actor, at: datetime) -> Foreseen:
    """What the macro would do to this case now; changes nothing."""
    planned = plan(macro.does, state_of(case), ground_of(case.brand_id), by_rule=False)
    said = {
        step.action.do: filled(step.action, case, staff, at)
        for step in planned.steps
        if step.action.do in {Do.REPLY, Do.NOTE}
    }
    reply, note = said.get(Do.REPLY), said.get(Do.NOTE)
    return Foreseen(
        plan=planned,
        reply=reply.text if reply else "",
        sends=any(step.action.do is Do.REPLY and step.action.value == SEND for step in planned.steps),
        note=note.text if note else "",
        missing=tuple(dict.fromkeys(name for each in said.values() for name in each.missing)),
    )


def run_macro(*, case: Case, macro: Macro, staff: Staff, by: Actor, at: datetime) -> Done:
    """Do what the macro says, as far as this case allows; the reply becomes the draft or is handed back.

    `CannotSend` when a reply that is to leave at once has a hole in it; then nothing is done.
    """
    with unit_of_work():
        lock(case)
        seen = preview_macro(case=case, macro=macro, staff=staff, by=by, at=at)
        if seen.sends and seen.missing:
            raise CannotSend(seen.missing)
        doer = Doer(macro.name, f"macro:{macro.id}:{case.id}:{at.isoformat()}", _REASON, staff)
        planned, then = _without_what_follows(seen)
        steps = perform(case=case, plan=planned, doer=doer, by=by, at=at)
        if seen.reply and not seen.sends:
            _draft(case, staff, seen.reply, by=by, at=at)
        record(
            MacroRun(
                brand=case.brand_id,
                case=case.id,
                macro=macro.id,
                version=macro.version,
                name=macro.name,
                steps=tuple(step.plain() for step in steps),
            ),
            by=by,
            at=at,
        )
    return Done(steps, seen.reply, seen.sends, then)


def _without_what_follows(seen: Foreseen) -> tuple[Plan, str]:
    """The plan without the status that follows on a reply that is sent, and what follows."""
    last = next((step for step in reversed(seen.plan.steps) if step.field == "status"), None)
    then = _AFTER_SENDING.get(last.new, "") if last and last.is_done and seen.reply and seen.sends else ""
    if not then:
        return seen.plan, ""
    return replace(seen.plan, steps=tuple(step for step in seen.plan.steps if step is not last)), then


def _draft(case: Case, staff: Staff, reply: str, *, by: Actor, at: datetime) -> None:
    """The reply follows what she has begun already, unless it stands there."""
    known = Draft.objects.filter(case=case, staff_id=staff.pk, author=Author.STAFF).first()
    begun = known.text.strip() if known else ""
    if reply not in begun:
        text = f"{begun}\n\n{reply}" if begun else reply
        save_draft(case=case, staff=staff, author=Author.STAFF, text=text, by=by, at=at)
