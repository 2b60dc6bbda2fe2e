"""Tasks of departments as programs give, read, answer and take them back."""

import base64
import binascii
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from muhatap.accounts.team_queries import team_with_code, teams_of
from muhatap.cases import operations as cases
from muhatap.cases.models import WorkItem, WorkState
from muhatap.cases.restriction import is_stopped
from muhatap.cases.work import tasks_of_brand, tasks_of_case
from muhatap.channels import operations as channels
from muhatap.channels.adapters.api import hand_schemas as shapes
from muhatap.channels.adapters.api.access import Access, Program
from muhatap.channels.adapters.api.answers import moment
from muhatap.channels.adapters.api.calling import call_of, case_of_call, marked, refuse_stopped
from muhatap.channels.adapters.api.case_list import FIRST_PAGE, LARGEST_ID, LONGEST_PAGE
from muhatap.channels.adapters.api.problems import Fault, Problem, json_response
from muhatap.channels.calls import KeyReused
from muhatap.files.operations.storing import FileRefused
from muhatap.kernel.actors import Actor

_HANDLES, _READS = Access("cases:handle"), Access("tasks:read", "cases:handle")
_ANSWERS = Access("tasks:answer")


def tasks_router() -> Router:
    """What departments are asked."""
    router = Router(tags=["tasks"])
    _add_reading(router)
    _add_asking(router)
    _add_ending(router)
    return router


def _add_reading(router: Router) -> None:
    @router.get(
        "/tasks",
        auth=_READS,
        response={200: shapes.TasksOut},
        operation_id="list_tasks",
        summary="List tasks",
    )
    def listed(
        request: HttpRequest,
        state: str = Query("waiting", pattern="^(waiting|answered|withdrawn|any)$"),
        team: str = Query("", max_length=40, description="Only those of the team with this code."),
        after: int = Query(0, ge=0, le=LARGEST_ID, description="The `next` of the page before."),
        limit: int = Query(FIRST_PAGE, ge=1, le=LONGEST_PAGE),
    ) -> HttpResponse:
        """The tasks of the brand's departments, oldest first; nothing else of their cases is told."""
        program: Program = request.auth
        states = list(WorkState) if state == "any" else [state]
        found = tasks_of_brand(program.brand, states, team, after=after, limit=limit + 1)
        following = str(found[limit - 1].id) if len(found) > limit else None
        told = [_told(each) for each in found[:limit] if not is_stopped(each.case)]
        return json_response({"tasks": told, "next": following})

    @router.get(
        "/cases/{number}/tasks",
        auth=_READS,
        response={200: shapes.TasksOut},
        operation_id="read_tasks_of_case",
        summary="Read the tasks of a case",
    )
    def of_case(request: HttpRequest, number: str) -> HttpResponse:
        """All tasks of a case, ended ones too."""
        return _tasks_of(request, number)

    @router.get(
        "/tasks/{task}",
        auth=_READS,
        response={200: shapes.TaskOut},
        operation_id="read_task",
        summary="Read a task",
    )
    def read(request: HttpRequest, task: int) -> HttpResponse:
        """One task by its id."""
        return json_response(_told(_task(request.auth, task)))


def _add_asking(router: Router) -> None:
    @router.post(
        "/cases/{number}/tasks",
        auth=_HANDLES,
        response={201: shapes.TasksOut},
        operation_id="give_task",
        summary="Ask a department",
    )
    def give(request: HttpRequest, number: str, task: shapes.TaskIn) -> HttpResponse:
        """Give a department of the brand a task; answered with all tasks of the case."""
        program: Program = request.auth
        case = case_of_call(program, number)
        team = team_with_code(program.brand.id, task.team)
        if team is None:
            known = ", ".join(each.code for each in teams_of(program.brand.id))
            raise Problem("invalid-request", (Fault("team", "unknown_team", {"known": known}),))
        if task.due_at <= program.at:
            raise Problem("invalid-request", (Fault("due_at", "past", {}),))
        new = cases.NewWork(team=team, title=task.title, question=task.question, due_at=task.due_at)

        def act(by: Actor) -> None:
            cases.give_work(case=case, new=new, by=by, at=program.at)

        return _once(request, case, act, lambda: _tasks_of(request, number, 201))


def _add_ending(router: Router) -> None:
    @router.post(
        "/tasks/{task}/answer",
        auth=_ANSWERS,
        response={201: shapes.TaskOut},
        operation_id="answer_task",
        summary="Answer a task for the department",
    )
    def answer(request: HttpRequest, task: int, answer: shapes.TaskAnswerIn) -> HttpResponse:
        """The system of a department answers what it was asked; a task is answered once."""
        program: Program = request.auth
        work = _task(program, task)
        added = _files(answer)

        def act(by: Actor) -> None:
            cases.answer_work(work=work, answer=answer.answer, added=added, by=by, at=program.at)

        return _once(request, work.case, act, lambda: json_response(_told(_task(program, task)), 201))

    @router.post(
        "/tasks/{task}/withdrawal",
        auth=_HANDLES,
        response={201: shapes.TaskOut},
        operation_id="withdraw_task",
        summary="Take a task back",
    )
    def withdraw(request: HttpRequest, task: int, nothing: shapes.TaskWithdrawalIn) -> HttpResponse:
        """Take a task back before it is answered."""
        program: Program = request.auth
        work = _task(program, task)

        def act(by: Actor) -> None:
            cases.withdraw_work(work=work, by=by, at=program.at)

        return _once(request, work.case, act, lambda: json_response(_told(_task(program, task)), 201))


def _once(
    request: HttpRequest, case, act: Callable[[Actor], None], answer: Callable[[], HttpResponse]
) -> HttpResponse:
    program: Program = request.auth
    call = call_of(request, program, lambda _case: [])
    try:
        is_repeated = channels.do_once(call=call, case=case, act=act, by=program.actor, at=program.at)
    except KeyReused:
        raise Problem("idempotency-key-reused") from None
    except cases.WorkEnded:
        raise Problem("task-ended") from None
    except FileRefused as refusal:
        fault = Fault("attachments", f"file_{refusal.code}", {"detail": refusal.detail})
        raise Problem("invalid-request", (fault,)) from None
    return marked(answer(), is_repeated=is_repeated)


def _tasks_of(request: HttpRequest, number: str, status: int = 200) -> HttpResponse:
    case = case_of_call(request.auth, number)
    rows = tasks_of_case(case)
    return json_response({"tasks": [_told(each) for each in rows], "next": None}, status)


def _task(program: Program, task_id: int) -> WorkItem:
    found = tasks_of_brand(program.brand, list(WorkState), "", only=task_id) if abs(task_id) < 2**63 else []
    if not found:
        raise Problem("no-such-task")
    refuse_stopped(found[0].case)
    return found[0]


def _files(sent: shapes.TaskAnswerIn) -> list[tuple[str, bytes]]:
    files = []
    for position, each in enumerate(sent.attachments or []):
        try:
            files.append((each.name, base64.b64decode("".join(each.base64.split()), validate=True)))
        except (binascii.Error, ValueError):
            fault = Fault(f"attachments[{position}].base64", "base64")
            raise Problem("invalid-request", (fault,)) from None
    return files


def _told(work: WorkItem) -> dict[str, object]:
    return {
        "id": str(work.id),
        "case": work.case.number,
        "team": work.team.code,
        "title": work.title,
        "question": work.question,
        "state": work.state,
        "asked_at": moment(work.asked_at),
        "due_at": moment(work.due_at),
        "ended_at": moment(work.ended_at),
        "answer": work.answer or None,
    }
