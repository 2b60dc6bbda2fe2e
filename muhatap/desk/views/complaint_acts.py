"""What is done on the page of a complaint: each act reads its form, makes one call, says what it did."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.cases.work import evidence_of
from muhatap.complaints import operations as complaints
from muhatap.complaints.models import Complaint
from muhatap.complaints.operations.answering import WITHDREW
from muhatap.complaints.queries import open_request, point_of, points_of
from muhatap.complaints.stages import Stage
from muhatap.desk.colleagues import colleague_of_brand, team_of_brand
from muhatap.desk.complaints.file import customers_messages
from muhatap.desk.moments import local_moment
from muhatap.desk.views.door import actor
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.problems.models import Problem
from muhatap.problems.queries import problems_to_choose


class Unreadable(Exception):
    """A form lacks what it needs; the words say what."""

    status = 422


@dataclass(frozen=True, slots=True)
class Act:
    """Who does what, when, with which form."""

    complaint: Complaint
    staff: Staff
    given: MultiValueDict
    at: datetime

    @property
    def by(self) -> Actor:
        """Who acts."""
        return actor(self.staff)

    def text(self, name: str, most: int = 8000) -> str:
        """What was typed, without space around it."""
        return self.given.get(name, "").strip()[:most]

    def needed(self, name: str, words: str) -> str:
        """What was typed; `Unreadable` where it is empty."""
        text = self.text(name)
        if not text:
            raise Unreadable(words)
        return text

    def number(self, name: str) -> int | None:
        """A whole number, if it is one."""
        text = self.given.get(name, "")
        return int(text) if text.isdecimal() and len(text) < 20 else None

    def moment(self, name: str, words: str) -> datetime:
        """A moment in the reader's zone; `Unreadable` where it is none."""
        moment = local_moment(self.given.get(name, ""))
        if moment is None:
            raise Unreadable(words)
        return moment

    def day(self, name: str, words: str) -> date:
        """A day; `Unreadable` where it is none."""
        try:
            return date.fromisoformat(self.given.get(name, ""))
        except ValueError:
            raise Unreadable(words) from None

    def files(self, name: str) -> list[StoredFile]:
        """The chosen files, only of this case."""
        chosen = set(self.given.getlist(name))
        return [each for each in evidence_of(self.complaint.case) if str(each.id) in chosen]

    def message(self) -> Message | None:
        """The customer's message that was chosen as proof."""
        chosen = self.number("message")
        return next((each for each in customers_messages(self.complaint) if each.id == chosen), None)

    def colleague(self, name: str) -> Staff | None:
        """The chosen colleague of the brand, if any."""
        chosen = self.number(name)
        return colleague_of_brand(self.complaint.brand_id, chosen) if chosen else None


def act_of(request: HttpRequest, staff: Staff, complaint: Complaint) -> Act:
    """What was sent."""
    return Act(complaint, staff, request.POST, timezone.now())


def _points(act: Act) -> str:
    complaints.split_points(
        complaint=act.complaint,
        points=act.text("points").splitlines(),
        remedy_sought=act.text("remedy_sought", 2000),
        by=act.by,
        at=act.at,
    )
    return _("The points are written. The customer is asked to confirm them.")


def _triage(act: Act) -> str:
    judged = complaints.Triage(
        severity=act.number("severity") or 0,
        impact=act.number("impact") or 0,
        urgency=act.number("urgency") or 0,
        vulnerability=act.text("vulnerability"),
        complexity=act.text("complexity"),
        reason=act.needed("reason", _("Write the reason of the triage.")),
        subject=act.colleague("subject"),
    )
    if act.complaint.case.owner_id is None:
        cases.assign(case=act.complaint.case, owner=act.staff, by=act.by, at=act.at)
    complaints.triage(complaint=act.complaint, judged=judged, by=act.by, at=act.at)
    return _("The triage is done.")


def _plan(act: Act) -> str:
    text = act.needed("plan", _("Write the plan."))
    complaints.plan(complaint=act.complaint, text=text, by=act.by, at=act.at)
    return _("The plan is written.")


def _task(act: Act) -> str:
    team = team_of_brand(act.complaint.brand_id, act.number("team") or 0)
    if team is None:
        raise Unreadable(_("Choose a department."))
    new = cases.NewWork(
        team=team,
        owner=act.colleague("owner"),
        title=act.needed("title", _("Write what the task is called."))[:200],
        question=act.needed("question", _("Write what the department should find out.")),
        due_at=act.moment("due_at", _("Choose by when the department answers.")),
        shown=act.files("shown"),
    )
    cases.give_work(case=act.complaint.case, new=new, by=act.by, at=act.at)
    return _("The department has its task.")


def _finding(act: Act) -> str:
    point = point_of(act.complaint, act.number("point") or 0)
    if point is None:
        raise Unreadable(_("Choose a point."))
    found = complaints.Found(
        finding=act.text("finding"),
        facts=act.text("facts"),
        evidence=act.files("evidence"),
        no_evidence=act.text("no_evidence", 300),
    )
    complaints.find(point=point, found=found, by=act.by, at=act.at)
    return _("The finding on point %(number)d is written.") % {"number": point.number}


def _wait(act: Act) -> str:
    complaints.wait_for(
        complaint=act.complaint,
        of=act.text("of"),
        what=act.needed("what", _("Write what is asked.")),
        whom=act.text("whom", 200),
        due_at=act.moment("due_at", _("Choose by when an answer is needed.")),
        by=act.by,
        at=act.at,
    )
    return _("The question is asked, and the complaint waits.")


def _go_on(act: Act) -> str:
    is_answered = act.text("answered") == "yes"
    complaints.go_on(complaint=act.complaint, is_answered=is_answered, by=act.by, at=act.at)
    return _("The investigation goes on.")


def _decide(act: Act) -> str:
    is_owed = act.text("owed") == "yes"
    draft = complaints.Draft(
        outcome=act.text("outcome"),
        reasons=act.text("reasons"),
        points={
            point.number: (act.text(f"finding-{point.number}"), act.text(f"reasons-{point.number}"))
            for point in points_of(act.complaint)
        },
        remedy=act.text("remedy"),
        is_owed=is_owed,
        do_by=act.day("do_by", _("Choose by which day the remedy is carried out.")) if is_owed else None,
    )
    decision = complaints.propose_decision(complaint=act.complaint, draft=draft, by=act.by, at=act.at)
    if decision.second_reasons:
        return _("The decision is drafted. A second person must agree before the customer reads it.")
    return _("The decision is drafted. Write the letter next.")


def _respond(act: Act) -> str:
    complaints.respond(complaint=act.complaint, letter=act.text("letter", 50_000), by=act.by, at=act.at)
    return _("The customer has our answer.")


def _say(act: Act) -> str:
    said, note = act.text("said"), {"words": act.text("words", 2000), "message": act.message()}
    if said == WITHDREW:
        complaints.withdraw(complaint=act.complaint, **note, by=act.by, at=act.at)
    else:
        complaints.answer_decision(complaint=act.complaint, said=said, **note, by=act.by, at=act.at)
    return _("What the customer said is noted, with her message as proof.")


def _apply(act: Act) -> str:
    complaints.begin_applying(complaint=act.complaint, by=act.by, at=act.at)
    return _("The remedy is being carried out.")


def _executed(act: Act) -> str:
    complaints.execute_remedy(
        complaint=act.complaint,
        done_on=act.day("done_on", _("Choose the day on which it was done.")),
        reference=act.needed("reference", _("Write the number that proves it."))[:200],
        by=act.by,
        at=act.at,
    )
    return _("It is carried out. The customer is asked to confirm.")


def _reviewer(act: Act) -> str:
    reviewer = act.colleague("reviewer")
    if reviewer is None:
        raise Unreadable(_("Choose a reviewer."))
    complaints.name_reviewer(complaint=act.complaint, reviewer=reviewer, by=act.by, at=act.at)
    return _("%(name)s looks at the appeal.") % {"name": reviewer.name}


def _body(act: Act) -> str:
    complaints.turn_to_body(
        complaint=act.complaint,
        body=act.needed("body", _("Name the outside body."))[:200],
        last_on=act.day("last_on", _("Choose the last day for the outside body.")),
        reference=act.text("reference", 120),
        by=act.by,
        at=act.at,
    )
    return _("The outside body has it now.")


def _body_decision(act: Act) -> str:
    complaints.note_body_decision(
        complaint=act.complaint,
        decision=act.needed("decision", _("Write what the outside body decided.")),
        is_award=act.text("award") == "yes",
        by=act.by,
        at=act.at,
    )
    return _("The decision of the outside body is noted.")


def _cause(act: Act, problem: Problem | None) -> str:
    """What was typed; where a problem with a known cause stands behind it, nothing needs to be."""
    if problem is not None and problem.root_cause:
        return act.text("root_cause")
    return act.needed("root_cause", _("Name the root cause."))


def _conclude(act: Act) -> str:
    chosen = act.number("problem")
    known = problems_to_choose([act.complaint.brand_id]) if chosen else []
    problem = next((each for each in known if each.id == chosen), None)
    if chosen and problem is None:
        raise Unreadable(_("Choose a problem from the list."))
    complaints.conclude(
        complaint=act.complaint,
        root_cause=_cause(act, problem),
        problem=problem,
        improves=act.text("improves") == "yes",
        improvement=act.text("improvement"),
        by=act.by,
        at=act.at,
    )
    return _("Cause and improvement are decided.")


def _move(act: Act) -> str:
    if act.text("to") not in set(Stage):
        raise Unreadable(_("Choose a stage."))
    complaints.move(
        complaint=act.complaint, to=Stage(act.text("to")), reason=act.text("reason"), by=act.by, at=act.at
    )
    return _("The complaint came to another stage.")


def _pass(act: Act) -> str:
    if act.text("to") not in set(Stage):
        raise Unreadable(_("Choose a stage."))
    complaints.ask_to_pass(
        complaint=act.complaint,
        to=Stage(act.text("to")),
        reason=act.needed("reason", _("Write why the complaint should pass.")),
        by=act.by,
        at=act.at,
    )
    return _("A second person must agree. Until then nothing moves.")


def _aside(act: Act) -> str:
    complaints.propose_setting_aside(
        complaint=act.complaint,
        destination=act.text("destination"),
        reason=act.needed("reason", _("Write the reason.")),
        by=act.by,
        at=act.at,
    )
    return _("A second person must agree. Until then nothing moves.")


def _reopen(act: Act) -> str:
    reason = act.needed("reason", _("Write the reason."))
    complaints.reopen(complaint=act.complaint, reason=reason, by=act.by, at=act.at)
    return _("The complaint is open again.")


def _inform(act: Act) -> str:
    request = open_request(act.complaint.case, act.number("request") or 0)
    if request is None:
        raise Unreadable(_("This question is answered already."))
    text = act.needed("text", _("Write the answer."))
    complaints.give_information(request=request, text=text, by=act.by, at=act.at)
    return _("The question is answered.")


ACTS: Mapping[str, Callable[[Act], str]] = {
    "points": _points,
    "triage": _triage,
    "plan": _plan,
    "task": _task,
    "finding": _finding,
    "wait": _wait,
    "go-on": _go_on,
    "decision": _decide,
    "respond": _respond,
    "say": _say,
    "apply": _apply,
    "executed": _executed,
    "reviewer": _reviewer,
    "body": _body,
    "body-decision": _body_decision,
    "conclude": _conclude,
    "move": _move,
    "pass": _pass,
    "aside": _aside,
    "reopen": _reopen,
    "inform": _inform,
}
