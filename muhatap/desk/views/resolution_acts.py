"""What is done with the resolution plan on the page of a complaint."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from muhatap.complaints import operations as complaints
from muhatap.desk.views.complaint_acts import Act, Unreadable


def _step(act: Act) -> str:
    owner = act.colleague("owner")
    if owner is None:
        raise Unreadable(_("Choose who does it."))
    new = complaints.NewStep(
        kind=act.text("kind", 16),
        words=act.needed("words", _("Write what is done."))[:2000],
        owner_id=owner.pk,
        due_on=act.day("due_on", _("Choose by which day it is done.")),
    )
    complaints.plan_step(complaint=act.complaint, new=new, by=act.by, at=act.at)
    return _("The step is in the plan.")


def _end(act: Act) -> str:
    is_done, note = act.text("answer") == "done", act.text("note", 300)
    if not is_done and not note:
        raise Unreadable(_("Write why it is dropped."))
    complaints.end_step(
        complaint=act.complaint,
        number=act.number("step") or 0,
        is_done=is_done,
        note=note,
        by=act.by,
        at=act.at,
    )
    return _("The step is done.") if is_done else _("The step is dropped.")


RESOLUTION_ACTS: Mapping[str, Callable[[Act], str]] = {"step": _step, "step-end": _end}
