"""Problems behind many cases, as programs read them."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel

from muhatap.channels.adapters.api.access import Access, Program
from muhatap.channels.adapters.api.book import ProblemBook
from muhatap.channels.adapters.api.problems import Problem as Refusal
from muhatap.channels.adapters.api.problems import json_response

_READS = Access("cases:read")


class ProblemOut(BaseModel):
    """A cause behind many cases: where it stands, by what it is recognised, and what is known."""

    problem: str
    number: int
    title: str
    state: str
    state_since: datetime
    severity: int
    provider: str
    error_code: str
    promotion: str
    app_version: str
    topics: list[str]
    cases: int
    workaround: str
    fixed_on: date | None
    watch_until: datetime | None
    is_public: bool


class ProblemsOut(BaseModel):
    """The problems of a brand, the newest first."""

    problems: list[ProblemOut]


def problems_router(book: ProblemBook) -> Router:
    """Reading problems; they are written at the desk."""
    router = Router(tags=["problems"])

    @router.get(
        "/problems",
        auth=_READS,
        response={200: ProblemsOut},
        operation_id="list_problems",
        summary="List problems",
    )
    def listed(
        request: HttpRequest,
        state: str = Query("", max_length=12, description="Only those in this state, such as `watched`."),
    ) -> HttpResponse:
        """The newest 200 problems of the token's brand."""
        program: Program = request.auth
        return json_response({"problems": book.listed(program.brand, state)})

    @router.get(
        "/problems/{number}",
        auth=_READS,
        response={200: ProblemOut},
        operation_id="read_problem",
        summary="Read a problem",
    )
    def read(request: HttpRequest, number: int) -> HttpResponse:
        """One problem by its number in the brand."""
        program: Program = request.auth
        told = book.told(program.brand, number)
        if told is None:
            raise Refusal("no-such-problem")
        return json_response(told)

    return router
