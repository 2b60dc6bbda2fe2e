"""What happened in a brand, in pages, for a program that rather asks than is called."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel

from muhatap.channels.adapters.api.access import Access, Program
from muhatap.channels.adapters.api.book import EventBook
from muhatap.channels.adapters.api.case_list import FIRST_PAGE, LARGEST_ID, LONGEST_PAGE
from muhatap.channels.adapters.api.problems import json_response

_READS = Access("events:read")


class EventOut(BaseModel):
    """An event as a webhook without further rights is told it; `number` orders the events of the desk."""

    number: str
    type: str
    timestamp: str
    id: str
    data: dict[str, Any]
    withheld: list[str] | None = None


class EventsOut(BaseModel):
    """Events, oldest first; ask again with `after=next`, also when none came."""

    events: list[EventOut]
    next: str


def events_router(book: EventBook) -> Router:
    """Reading what happened."""
    router = Router(tags=["events"])

    @router.get(
        "/events",
        auth=_READS,
        response={200: EventsOut},
        operation_id="read_events",
        summary="Read what happened",
    )
    def read(
        request: HttpRequest,
        after: int = Query(0, ge=0, le=LARGEST_ID, description="The `next` of the page before."),
        limit: int = Query(FIRST_PAGE, ge=1, le=LONGEST_PAGE, description="So many events are looked at."),
        kind: str = Query("*", max_length=64, description="One kind, `case.*`, or `*`."),
    ) -> HttpResponse:
        """The brand's events, oldest first, without words of people and without the desk's own affairs."""
        program: Program = request.auth
        told, reached = book.after(program.brand, after, limit, kind)
        return json_response({"events": told, "next": str(reached)})

    return router
