"""The call that searches a brand's cases by words and filters."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from muhatap.cases.conditions import AllOf, Viewpoint, apart, q_from
from muhatap.cases.found import Found
from muhatap.cases.ranking import Place
from muhatap.cases.restriction import is_stopped
from muhatap.cases.searching import reader_for_brand, search_within
from muhatap.channels.adapters.api import answers, schemas
from muhatap.channels.adapters.api.access import Access, Program, note_read
from muhatap.channels.adapters.api.case_list import open_condition
from muhatap.channels.adapters.api.problems import json_response
from muhatap.kernel.purposes import Sort
from muhatap.kernel.search_text import QUERY_AT_MOST, TERMS_AT_MOST, term_of

_FIRST_PAGE, _LONGEST_PAGE = 20, 50
_PLACES = {Place.HEAD: "case", Place.BOTH: "case_and_message", Place.TEXT: "message", Place.NEAR: "near_name"}


def search_router(access: Access) -> Router:
    """Searching what customers could read themselves."""
    router = Router(tags=["cases"])

    @router.get(
        "/search",
        auth=access,
        response={200: schemas.SearchOut},
        operation_id="search_cases",
        summary="Search cases",
    )
    def search(
        request: HttpRequest,
        q: str = Query(
            ...,
            min_length=1,
            max_length=QUERY_AT_MOST,
            description='Words in any form, `"phrases"`, `refund*`, and operators such as `status:open`.',
        ),
        limit: int = Query(_FIRST_PAGE, ge=1, le=_LONGEST_PAGE),
    ) -> HttpResponse:
        """The cases that fit, best first; notes and side conversations are never searched."""
        program: Program = request.auth
        # It looks into names, addresses and files, so finding nothing tells something too.
        program.must_serve(Sort.NAME, Sort.CONTACT, Sort.DOCUMENTS)
        rest, said = apart(open_condition(q, may_have_words=True))
        terms = [term for each in said if (term := term_of(each.text, each.form))][:TERMS_AT_MOST]
        reader = reader_for_brand(program.brand.id)
        if rest != AllOf():
            seen = Viewpoint(program.at, None, ZoneInfo(program.brand.zone), (program.brand.id,))
            reader = reader.narrowed(q_from(rest, seen), rest)
        result = search_within(reader, terms, program.at, limit=limit)
        told = [each for each in result.found if not is_stopped(each.case)]
        note_read(program, [each.case.id for each in told])
        return json_response({"results": [_result(each) for each in told], "more": result.is_cut})

    return router


def _result(found: Found) -> dict[str, object]:
    return {
        **answers.listed(found.case),
        "found_in": _PLACES[found.place],
        "message": str(found.message_id) if found.message_id else None,
        "file": found.file_name or None,
        "excerpt": found.snippet.text,
        "marks": [list(each) for each in found.snippet.ranges],
    }
