"""Changing several cases in one step: what can be chosen, what it would do to each, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import colleagues_in, scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.conditions.tagged import tags_used
from muhatap.cases.models import Case
from muhatap.cases.numbers import parse_number
from muhatap.cases.queries import allowed_within, known_cases, reach_of
from muhatap.cases.statuses import ClosedReason, Status, may_move
from muhatap.cases.tags import tag_of
from muhatap.desk.bulk_tags import ADD, OFFERED_AT_MOST, REMOVE, tag_refusal, tags_after, tags_of_all
from muhatap.desk.case_page.page import may_hand_over
from muhatap.desk.models import BulkChange
from muhatap.desk.problems.tied import tied_ids, tied_words, tying_refusal
from muhatap.desk.wording import PRIORITIES, closed_words, priority_words, status_words
from muhatap.problems.models import Problem
from muhatap.problems.queries import problems_to_choose
from muhatap.topics.models import Queue
from muhatap.topics.queries import queues_of
from muhatap.topics.questions import words

CHOSEN_AT_MOST = 200
_STATUSES = (Status.OPEN, Status.WAITING_CUSTOMER, Status.WAITING_THIRD_PARTY, Status.RESOLVED)
_REASONS = (ClosedReason.SOLVED, ClosedReason.NO_ANSWER, ClosedReason.SPAM, ClosedReason.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Action:
    """What is to be so for each chosen case: `owner`, `queue`, `priority`, `status`, a `tag` or `problem`."""

    what: str
    value: str
    label: str
    owner: Staff | None = None
    queue: Queue | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One case of a preview: how it is, how it would be, and why it stays as it is."""

    case: Case
    before: str
    after: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a step would do; only the lines without a refusal are changed."""

    action: Action
    lines: Sequence[Line]

    @property
    def cases(self) -> list[Case]:
        """The cases that would change."""
        return [line.case for line in self.lines if not line.refusal]


def chosen_cases(staff: Staff, numbers: Sequence[str]) -> list[Case]:
    """The cases with these numbers that she may see, in the order in which they are locked."""
    known = {number for each in numbers[:CHOSEN_AT_MOST] if (number := parse_number(each))}
    rows = known_cases(allowed_within(*reach_of(staff)), number__in=list(known))
    return list(rows.select_related("brand", "customer", "queue__team", "owner", "topic").order_by("id"))


def actions_for(staff: Staff, cases: Sequence[Case]) -> list[tuple[str, list[Action]]]:
    """What can be chosen for these cases, in groups; people and queues of their brands only."""
    scope = scope_of(staff)
    brand_ids = sorted({case.brand_id for case in cases if scope.may(Permission.ANSWER_CASES, case.brand_id)})
    if not brand_ids:
        return []
    people = {each.pk: each for brand_id in brand_ids for each in colleagues_in(brand_id)}
    owners = [
        Action("owner", str(pk), each.name, owner=each) for pk, each in people.items() if pk != staff.pk
    ]
    if staff.pk in people:
        owners.insert(0, Action("owner", str(staff.pk), _("Me"), owner=people[staff.pk]))
    owners.append(Action("owner", "none", _("Nobody: back to the queue")))
    queues = [
        Action("queue", str(each.id), words(each.names, (get_language() or "",)) or each.code, queue=each)
        for brand_id in brand_ids
        for each in queues_of(brand_id)
    ]
    statuses = [Action("status", status, status_words(status)) for status in _STATUSES]
    statuses += [
        Action("status", f"{Status.CLOSED}:{why}", f"{status_words(Status.CLOSED)}: {closed_words(why)}")
        for why in _REASONS
    ]
    known = [
        Action("problem", str(each.id), f"{each.name} {each.title}", problem=each)
        for each in problems_to_choose(brand_ids)
    ]
    priorities = [Action("priority", str(each), priority_words(each)) for each in PRIORITIES]
    return [
        (_("Owner"), owners),
        (_("Queue"), queues),
        (_("Priority"), priorities),
        (_("Status"), statuses),
        (_("Add a tag"), [Action(ADD, tag, tag) for tag in tags_used(brand_ids)[:OFFERED_AT_MOST]]),
        (_("Remove a tag"), [Action(REMOVE, tag, tag) for tag in tags_of_all(cases)]),
        (_("Problem"), known),
    ]


def action_named(groups: Sequence[tuple[str, list[Action]]], written: str) -> Action | None:
    """The choice that a form names."""
    what, _sep, value = written.partition("=")
    if what == ADD and groups and (tag := tag_of(value)):
        return Action(ADD, tag, tag)
    return next(
        (each for _label, group in groups for each in group if (each.what, each.value) == (what, value)), None
    )


def preview_of(staff: Staff, cases: Sequence[Case], action: Action) -> Preview:
    """What the step would do to each case."""
    return Preview(action, [_line(staff, case, action) for case in cases])


def change_of(staff: Staff, change_id: int) -> BulkChange | None:
    """The step with this id, if she took it."""
    return BulkChange.objects.filter(staff=staff, id=change_id).first()


def standing(case: Case, what: str) -> str:
    """How it stands with a case, as `Action.value` says it."""
    match what:
        case "owner":
            return str(case.owner_id or "none")
        case "queue":
            return str(case.queue_id or "none")
        case "priority":
            return str(case.priority)
        case "tag" | "untag":
            return ",".join(case.tags)
        case "problem":
            return tied_ids(case)
        case _:
            return f"{case.status}:{case.closed_reason}".rstrip(":")


def _line(staff: Staff, case: Case, action: Action) -> Line:
    label = action.label
    if action.what in {ADD, REMOVE}:
        label = ", ".join(tags_after(case, action.what, action.value)) or "–"
    return Line(case, _before(case, action.what), label, refusal_of(staff, case, action))


def _before(case: Case, what: str) -> str:
    match what:
        case "owner":
            return case.owner.name if case.owner else _("nobody")
        case "queue":
            return words(case.queue.names, (get_language() or "",)) if case.queue else ""
        case "priority":
            return priority_words(case.priority)
        case "tag" | "untag":
            return ", ".join(case.tags) or "–"
        case "problem":
            return tied_words(case)
        case _:
            return status_words(case.status)


def refusal_of(staff: Staff, case: Case, action: Action) -> str:
    """Why she may not make it so for this case, or it cannot be; empty where she may."""
    scope = scope_of(staff)
    if not scope.may(Permission.ANSWER_CASES, case.brand_id):
        return _("Your role only reads this case.")
    if action.what in {ADD, REMOVE}:
        return tag_refusal(case, action.what, action.value)
    if action.problem is not None:
        return tying_refusal(case, action.problem)
    return _own_refusal(staff, case, action)


def _own_refusal(staff: Staff, case: Case, action: Action) -> str:
    scope = scope_of(staff)
    if standing(case, action.what) == action.value:
        return _("It is so already.")
    match action.what:
        case "owner":
            takes = action.value == str(staff.pk) or action.value == "none"
            if not takes and not may_hand_over(scope, case):
                return _("Only its owner or a team lead gives this case to somebody else.")
            known = {each.pk for each in colleagues_in(case.brand_id)}
            if action.owner is not None and action.owner.pk not in known:
                return _("%(name)s does not work for this brand.") % {"name": action.owner.name}
        case "queue":
            if action.queue is not None and action.queue.brand_id != case.brand_id:
                return _("This queue belongs to another brand.")
            if action.queue is not None and action.queue.retired_at is not None:
                return _("This queue is no longer used.")
            if not may_hand_over(scope, case) and case.owner_id is not None:
                return _("Only its owner or a team lead gives this case to somebody else.")
        case "status":
            wanted = Status(action.value.partition(":")[0])
            if case.closed_reason == ClosedReason.MERGED or not may_move(Status(case.status), wanted):
                said = {"old": status_words(case.status), "new": status_words(wanted)}
                return _("The case is “%(old)s” and cannot become “%(new)s”.") % said
    return ""
