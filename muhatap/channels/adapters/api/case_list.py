"""The call that lists a brand's cases by a condition."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from muhatap.cases.conditions import (
    TEXT_AT_MOST,
    BadCondition,
    Condition,
    apart,
    parse,
    tests_of,
    words_of,
    words_of_fault,
)
from muhatap.cases.listed import cases_of_brand
from muhatap.cases.restriction import is_stopped
from muhatap.channels.adapters.api import answers, schemas
from muhatap.channels.adapters.api.access import Access, Program, note_read
from muhatap.channels.adapters.api.problems import Fault, Problem, json_response
from muhatap.kernel.purposes import Sort

FIRST_PAGE, LONGEST_PAGE, LARGEST_ID = 50, 200, 2**63 - 1
_INSIDE = frozenset({"note", "aside"})
# By whom a case is, or what she answered.
_WHOSE = frozenset({"from", "field"})


def add_case_list(router: Router, access: Access) -> None:
    """Listing cases stands at the address at which they are opened, so it shares that router."""

    @router.get(
        "",
        auth=access,
        response={200: schemas.CasesOut},
        operation_id="read_cases",
        summary="List cases",
    )
    def read_cases(
        request: HttpRequest,
        q: str = Query(
            "",
            max_length=TEXT_AT_MOST,
            description="Which cases: the operators of the search box, such as `status:open is:late`.",
        ),
        after: int = Query(0, ge=0, le=LARGEST_ID, description="The `next` of the page before."),
        limit: int = Query(FIRST_PAGE, ge=1, le=LONGEST_PAGE),
    ) -> HttpResponse:
        """The brand's cases that fit, the newest first, without their promises.

        Those whose data are only kept are left out, so a page can be shorter than `limit`.
        """
        program: Program = request.auth
        condition = open_condition(q, may_have_words=False)
        if any(test.field.partition(".")[0] in _WHOSE for test in tests_of(condition)):
            program.must_serve(Sort.NAME, Sort.CONTACT)
        found = cases_of_brand(program.brand, condition, program.at, after=after, limit=limit + 1)
        page = [each for each in found[:limit] if not is_stopped(each)]
        note_read(program, [each.id for each in page])
        following = str(found[limit - 1].id) if len(found) > limit else None
        return json_response({"cases": [answers.listed(each) for each in page], "next": following})


def open_condition(text: str, *, may_have_words: bool) -> Condition:
    """The condition that a program wrote, unless it would look into what is written inside.

    Words it may have where only what customers could read is searched, and then beside each other.
    """
    try:
        condition = parse(text)
    except BadCondition as fault:
        message, remedy = words_of_fault(fault)
        params = {"message": message, "remedy": remedy, "at": fault.at + 1}
        raise Problem("invalid-request", (Fault("q", "condition", params),)) from None
    # What was written includes internal notes, of which a program learns nothing.
    inside = any(test.field == "has" and _INSIDE & set(test.values) for test in tests_of(condition))
    searched = apart(condition)[0] if may_have_words else condition
    if inside or words_of(searched):
        raise Problem("invalid-request", (Fault("q", "condition_words", {}),))
    return condition
