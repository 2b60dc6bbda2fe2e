"""Complaints as programs register, read and answer them in the name of the customer."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.adapters.api.access import Access, Program
from muhatap.channels.adapters.api.book import ComplaintBook, MoveRefused
from muhatap.channels.adapters.api.calling import call_of, case_of_call, marked
from muhatap.channels.adapters.api.problems import Problem, json_response
from muhatap.channels.calls import KeyReused
from muhatap.kernel.actors import Actor

_READS, _WRITES = Access("cases:read"), Access("cases:write")


class ComplaintIn(BaseModel):
    """Dissatisfaction of the customer of a case, in her words."""

    model_config = ConfigDict(extra="forbid")

    words: str = Field("", max_length=20_000)
    expressed_at: AwareDatetime | None = Field(
        None, description="When it was first expressed; now if left out."
    )
    points: list[str] = Field(default_factory=list, max_length=20)
    remedy_sought: str = Field("", max_length=2000)


class MoveIn(BaseModel):
    """Where the customer wants her complaint to go."""

    model_config = ConfigDict(extra="forbid")

    to: str = Field(max_length=20, examples=["applying", "appeal", "closed", "withdrawn"])
    words: str = Field("", max_length=4000)


class ComplaintOut(BaseModel):
    """A complaint as its customer may know it."""

    number: str
    stage: str
    standing: str
    received_at: datetime
    points: list[str]
    remedy_sought: str
    points_confirmed_at: datetime | None
    outcome: str | None


def complaints_router(book: ComplaintBook) -> Router:
    """Registering a complaint and speaking for its customer."""
    router = Router(tags=["complaints"])

    @router.post(
        "/cases/{number}/complaint",
        auth=_WRITES,
        response={201: ComplaintOut},
        operation_id="register_complaint",
        summary="Register a complaint",
    )
    def register(request: HttpRequest, number: str, sent: ComplaintIn) -> HttpResponse:
        """The case keeps its number; registered already, it is answered as it stands.

        With the header `Idempotency-Key` the same call can be sent again and is done once.
        """
        program: Program = request.auth
        case = case_of_call(program, number)

        def act(by: Actor) -> None:
            if book.told(case) is None:
                book.register(case, sent.model_dump(), by, program.at)

        return _once(request, book, case, act)

    @router.get(
        "/cases/{number}/complaint",
        auth=_READS,
        response={200: ComplaintOut},
        operation_id="read_complaint",
        summary="Read a complaint",
    )
    def read(request: HttpRequest, number: str) -> HttpResponse:
        """Where the complaint stands, in the customer's words."""
        return json_response(_said(book, case_of_call(request.auth, number)))

    @router.post(
        "/cases/{number}/complaint/moves",
        auth=_WRITES,
        response={201: ComplaintOut},
        operation_id="move_complaint",
        summary="Speak for the customer about a complaint",
    )
    def move(request: HttpRequest, number: str, sent: MoveIn) -> HttpResponse:
        """Accept (`applying`), refuse (`appeal`), confirm (`closed`) or withdraw (`withdrawn`).

        A move that a guard refuses is answered with 409, the guard and what is missing.
        """
        program: Program = request.auth
        case = case_of_call(program, number)
        _said(book, case)
        return _once(request, book, case, lambda by: book.move(case, sent.to, sent.words, by, program.at))

    return router


def _once(
    request: HttpRequest, book: ComplaintBook, case: Case, act: Callable[[Actor], None]
) -> HttpResponse:
    """Do it once for its idempotency key and tell how the complaint stands now."""
    program: Program = request.auth
    call = call_of(request, program, lambda _case: [])
    try:
        is_repeated = channels.do_once(call=call, case=case, act=act, by=program.actor, at=program.at)
    except KeyReused:
        raise Problem("idempotency-key-reused") from None
    except MoveRefused as refused:
        raise Problem(
            "move-refused",
            guard=refused.guard,
            missing=list(refused.missing),
            lacking=", ".join(refused.missing),
        ) from None
    return marked(json_response(_said(book, case), 201), is_repeated=is_repeated)


def _said(book: ComplaintBook, case: Case) -> dict[str, object]:
    told = book.told(case)
    if told is None:
        raise Problem("not-a-complaint")
    return told
