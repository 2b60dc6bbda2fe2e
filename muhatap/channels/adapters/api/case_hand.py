"""Tags, urgency, queue, topic, status and next step, as a program of the operator sets them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from ninja import Router

from muhatap.accounts.team_queries import teams_of
from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import ClosedReason, Status
from muhatap.cases.trust import LevelTooLow, Sensitive, level_needed, level_of
from muhatap.channels import operations as channels
from muhatap.channels.adapters.api import answers, schemas
from muhatap.channels.adapters.api import hand_schemas as shapes
from muhatap.channels.adapters.api.access import Access, Program
from muhatap.channels.adapters.api.calling import call_of, case_of_call, marked
from muhatap.channels.adapters.api.problems import Fault, Problem, json_response
from muhatap.channels.calls import KeyReused
from muhatap.kernel.actors import Actor
from muhatap.topics.models import Queue, Topic
from muhatap.topics.queries import queues_of, topic_with_code

_READS, _HANDLES = Access("cases:read", "cases:handle"), Access("cases:handle")


def hand_router() -> Router:
    """What a program may change on a case as the desk's own hand."""
    router = Router(tags=["handling"])
    _add_tags(router)
    _add_changes(router)
    _add_places(router)
    _add_sensitive(router)
    return router


def _add_tags(router: Router) -> None:
    @router.get(
        "/cases/{number}/tags",
        auth=_READS,
        response={200: shapes.TagsOut},
        operation_id="read_tags",
        summary="Read the tags of a case",
    )
    def read_tags(request: HttpRequest, number: str) -> HttpResponse:
        """The tags as they are written."""
        return _tags(case_of_call(request.auth, number))

    @router.post(
        "/cases/{number}/tags",
        auth=_HANDLES,
        response={201: shapes.TagsOut},
        operation_id="change_tags",
        summary="Change the tags of a case",
    )
    def change_tags(request: HttpRequest, number: str, tags: shapes.TagsIn) -> HttpResponse:
        """Take tags off and put others on; what is so already changes nothing."""
        program: Program = request.auth
        case = case_of_call(program, number)

        def act(by: Actor) -> None:
            cases.change_tags(
                case=case, add=tags.add, remove=tags.remove, reason=tags.reason, by=by, at=program.at
            )

        return _once(request, case, act, lambda: _tags(case_of_call(program, number), 201))


def _add_changes(router: Router) -> None:
    @router.post(
        "/cases/{number}/changes",
        auth=_HANDLES,
        response={201: schemas.ListedCaseOut},
        operation_id="change_case",
        summary="Change a case",
    )
    def change(request: HttpRequest, number: str, change: shapes.ChangeIn) -> HttpResponse:
        """All of it happens or none; clocks, rules and events follow as when staff do it."""
        program: Program = request.auth
        case = case_of_call(program, number)
        queue, topic = _checked(change, program.brand)

        def act(by: Actor) -> None:
            _change(case, change, queue, topic, program, by)

        return _once(
            request, case, act, lambda: json_response(answers.listed(case_of_call(program, number)), 201)
        )


def _add_sensitive(router: Router) -> None:
    @router.get(
        "/cases/{number}/sensitive-acts",
        auth=_READS,
        response={200: shapes.SensitiveActsOut},
        operation_id="read_sensitive_acts",
        summary="Read what may be done for whoever asks",
    )
    def standing(request: HttpRequest, number: str) -> HttpResponse:
        """The level of the case and the sensitive acts that it allows."""
        return _sensitive(case_of_call(request.auth, number))

    @router.post(
        "/cases/{number}/sensitive-acts",
        auth=_HANDLES,
        response={201: shapes.SensitiveActsOut},
        operation_id="note_sensitive_act",
        summary="Note a sensitive act",
    )
    def note(request: HttpRequest, number: str, act: shapes.SensitiveActIn) -> HttpResponse:
        """Note that it was done; refused where it is not sure enough who asks."""
        program: Program = request.auth
        case = case_of_call(program, number)

        def noted(by: Actor) -> None:
            cases.note_sensitive_act(
                case=case, action=act.action, reference=act.reference, by=by, at=program.at
            )

        return _once(request, case, noted, lambda: _sensitive(case_of_call(program, number), 201))


def _sensitive(case: Case, status: int = 200) -> HttpResponse:
    allowed = [each for each in Sensitive if level_needed(case.brand, each) <= level_of(case)]
    return json_response({"number": case.number, "level": level_of(case), "allowed": allowed}, status)


def _add_places(router: Router) -> None:
    @router.get(
        "/teams",
        auth=_READS,
        response={200: shapes.PlacesOut},
        operation_id="read_teams",
        summary="Read the teams",
    )
    def teams(request: HttpRequest) -> HttpResponse:
        """The teams of the brand that can be asked."""
        program: Program = request.auth
        told = [{"code": each.code, "name": each.name} for each in teams_of(program.brand.id)]
        return json_response({"places": told})

    @router.get(
        "/queues",
        auth=_READS,
        response={200: shapes.PlacesOut},
        operation_id="read_queues",
        summary="Read the queues",
    )
    def queues(request: HttpRequest) -> HttpResponse:
        """The queues of the brand in which cases wait."""
        program: Program = request.auth
        language = program.brand.default_language
        found = queues_of(program.brand.id)
        told = [{"code": each.code, "name": each.names.get(language, each.code)} for each in found]
        return json_response({"places": told})


def _checked(change: shapes.ChangeIn, brand: Brand) -> tuple[Queue | None, Topic | None]:
    faults = []
    if (change.status == "closed") != (change.closed_reason is not None):
        faults.append(Fault("closed_reason", "closed_reason"))
    if (change.next_step is None) != (change.next_update_at is None):
        missing = "next_update_at" if change.next_update_at is None else "next_step"
        faults.append(Fault(missing, "required"))
    queues = {each.code: each for each in queues_of(brand.id)}
    if change.queue is not None and change.queue not in queues:
        faults.append(Fault("queue", "unknown_queue", {"known": ", ".join(sorted(queues))}))
    topic = topic_with_code(brand.id, change.topic) if change.topic else None
    if change.topic is not None and topic is None:
        faults.append(Fault("topic", "unknown_topic", {"given": change.topic}))
    if faults:
        raise Problem("invalid-request", tuple(faults))
    return queues.get(change.queue or ""), topic


def _change(
    case: Case, change: shapes.ChangeIn, queue: Queue | None, topic: Topic | None, program: Program, by: Actor
) -> None:
    at, reason = program.at, change.reason
    if topic is not None:
        cases.correct_topic(case=case, topic=topic, by=by, at=at)
    if change.priority is not None:
        cases.change_priority(case=case, priority=change.priority, reason=reason, by=by, at=at)
    if queue is not None:
        cases.move_to_queue(case=case, queue=queue, reason=reason, by=by, at=at)
    if change.next_step is not None and change.next_update_at is not None:
        cases.plan_next_step(
            case=case, next_step=change.next_step, next_update_at=change.next_update_at, by=by, at=at
        )
    if change.status is not None and change.status != case.status:
        closed = ClosedReason(change.closed_reason) if change.closed_reason else None
        cases.change_status(
            case=case, status=Status(change.status), by=by, at=at, reason=reason, closed=closed
        )


def _once(
    request: HttpRequest, case: Case, act: Callable[[Actor], None], answer: Callable[[], HttpResponse]
) -> HttpResponse:
    program: Program = request.auth
    call = call_of(request, program, lambda _case: [])
    try:
        is_repeated = channels.do_once(call=call, case=case, act=act, by=program.actor, at=program.at)
    except KeyReused:
        raise Problem("idempotency-key-reused") from None
    except cases.TooManyTags as many:
        raise Problem("invalid-request", (Fault("add", "many_tags", {"count": str(many)}),)) from None
    except LevelTooLow as low:
        words = {"action": str(low.action), "needed": str(low.needed), "level": str(low.level)}
        raise Problem("level-too-low", **words) from None
    except cases.NotAnAct:
        raise Problem("invalid-request", (Fault("reference", "required", {}),)) from None
    except cases.CannotMove as refused:
        raise Problem("status-refused", old=str(refused.old), new=str(refused.new)) from None
    return marked(answer(), is_repeated=is_repeated)


def _tags(case: Case, status: int = 200) -> HttpResponse:
    return json_response({"number": case.number, "tags": case.tags}, status)
