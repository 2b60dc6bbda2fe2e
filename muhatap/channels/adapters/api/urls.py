"""The addresses of the API below /api/v1/."""

import json
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.parser import Parser

from muhatap.channels.adapters.api.access import Access
from muhatap.channels.adapters.api.book import ComplaintBook, EventBook, ProblemBook, PromiseBook
from muhatap.channels.adapters.api.case_hand import hand_router
from muhatap.channels.adapters.api.case_tasks import tasks_router
from muhatap.channels.adapters.api.complaints import complaints_router
from muhatap.channels.adapters.api.document import openapi_document
from muhatap.channels.adapters.api.doorway import add_answers_to_failures, doorway
from muhatap.channels.adapters.api.happenings import events_router
from muhatap.channels.adapters.api.json_reading import MalformedJson, read_json
from muhatap.channels.adapters.api.known_problems import problems_router
from muhatap.channels.adapters.api.routes import cases_router, messages_router, topics_router
from muhatap.channels.adapters.api.searching import search_router

DESCRIPTION = """Opens cases at a desk and reads how they stand.

A token belongs to one brand. Every failure is a problem (RFC 9457) in the language of Accept-Language,
with one entry in `errors` for each wrong value: where it stands, what is wrong, what to do.
"""


class StrictParser(Parser):
    """Reads bodies with our own JSON reader."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The object of the body."""
        value = read_json(request.body)
        if not isinstance(value, dict):
            raise MalformedJson("object")
        return value


def api_of(
    book: PromiseBook, complaints: ComplaintBook, problems: ProblemBook, events: EventBook
) -> NinjaAPI:
    """The API, told where promises, complaints, problems and events can be asked for."""
    api = NinjaAPI(
        title="Muhatap",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        openapi_url=None,
        parser=StrictParser(),
        urls_namespace="api",
    )
    add_answers_to_failures(api)
    api.add_router("/cases", cases_router(book))
    api.add_router("", messages_router(book))
    api.add_router("", search_router(Access("cases:read")))
    api.add_router("", topics_router(book))
    api.add_router("", hand_router())
    api.add_router("", tasks_router())
    api.add_router("", events_router(events))
    api.add_router("", complaints_router(complaints))
    api.add_router("", problems_router(problems))
    return api


def urlpatterns_of(api: NinjaAPI) -> list[URLPattern]:
    """Every address of the API behind the doorway, its document, and an answer for all others."""
    document = json.dumps(openapi_document(api), ensure_ascii=False).encode()

    def openapi(request: HttpRequest) -> HttpResponse:
        return HttpResponse(document, content_type="application/json")

    calls = [each for each in cast(list[URLPattern], api.urls[0]) if each.name != "api-root"]
    for call in calls:
        call.callback = doorway(call.callback)
    return [
        path("openapi.json", doorway(openapi), name="openapi"),
        *calls,
    ]
