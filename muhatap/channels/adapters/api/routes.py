"""The calls that programs can make."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Query, Router

from muhatap.channels import operations as channels
from muhatap.channels.adapters.api import answers, schemas
from muhatap.channels.adapters.api.access import Access, Program
from muhatap.channels.adapters.api.book import PromiseBook
from muhatap.channels.adapters.api.calling import call_of, case_of_call, marked
from muhatap.channels.adapters.api.case_list import FIRST_PAGE, LARGEST_ID, LONGEST_PAGE, add_case_list
from muhatap.channels.adapters.api.problems import Fault, Problem, json_response
from muhatap.channels.adapters.api.submissions import continuing, opening
from muhatap.channels.calls import KeyReused, Submission, answer_before
from muhatap.channels.contract import InboundMessage
from muhatap.channels.queries import public_messages_after
from muhatap.files.operations.storing import FileRefused
from muhatap.kernel.purposes import Sort
from muhatap.topics.shelf import shelf_of, told_topics

_READS, _WRITES = Access("cases:read"), Access("cases:write")
_READS_TOPICS = Access("topics:read", "cases:read", "cases:write")


def cases_router(book: PromiseBook) -> Router:
    """Opening a case and reading how it stands."""
    router = Router(tags=["cases"])

    @router.post(
        "",
        auth=_WRITES,
        response={201: schemas.CaseOpenedOut},
        operation_id="open_case",
        summary="Open a case",
    )
    def open_case(request: HttpRequest, sent: schemas.CaseIn) -> HttpResponse:
        """Open a case in the name of a customer.

        With the header `Idempotency-Key` the same call can be sent again: it is answered with the same
        number and secret, and no second case is opened.
        """
        program: Program = request.auth
        program.must_be(sent.brand)
        shelf = shelf_of(program.brand.id)
        submission = _submit(request, book, lambda: opening(sent, program, shelf))
        promises = book.made(submission.case) if submission.promises is None else submission.promises
        topic = shelf.topic(sent.topic)
        body = answers.opened(submission, promises, topic.questions if topic else ())
        response = json_response(body, 201)
        response["Location"] = f"/api/v1/cases/{submission.receipt.number}"
        return marked(response, is_repeated=submission.is_repeated)

    add_case_list(router, _READS)

    @router.get(
        "/{number}",
        auth=_READS,
        response={200: schemas.CaseOut},
        operation_id="read_case",
        summary="Read a case",
    )
    def read_case(request: HttpRequest, number: str) -> HttpResponse:
        """The case as it stands, with every clock that ever ran on it."""
        program: Program = request.auth
        case = case_of_call(program, number)
        standing = book.standing(case, get_language() or "en", program.at)
        return json_response(answers.case(case, standing))

    return router


def messages_router(book: PromiseBook) -> Router:
    """Reading and continuing the conversation of a case."""
    router = Router(tags=["messages"])

    @router.get(
        "/cases/{number}/messages",
        auth=_READS,
        response={200: schemas.MessagesOut},
        operation_id="read_messages",
        summary="Read the messages of a case",
    )
    def read_messages(
        request: HttpRequest,
        number: str,
        after: int = Query(0, ge=0, le=LARGEST_ID, description="The `next` of the page before."),
        limit: int = Query(FIRST_PAGE, ge=1, le=LONGEST_PAGE),
    ) -> HttpResponse:
        """What the customer can see of the case, oldest first; internal notes are never among it."""
        program: Program = request.auth
        found = public_messages_after(case_of_call(program, number), after, limit + 1)
        page = found[:limit]
        following = str(page[-1].id) if len(found) > limit else None
        return json_response(
            {
                "messages": [
                    answers.message(each, has_files=program.serves(Sort.DOCUMENTS)) for each in page
                ],
                "next": following,
            }
        )

    @router.post(
        "/cases/{number}/messages",
        auth=_WRITES,
        response={201: schemas.MessagePostedOut},
        operation_id="post_message",
        summary="Write on a case",
    )
    def post_message(request: HttpRequest, number: str, word: schemas.MessageIn) -> HttpResponse:
        """A further word of the customer; a program never speaks as a member of staff."""
        program: Program = request.auth
        case = case_of_call(program, number, is_her_word=True)
        evidence = [item["code"] for item in case.topic.evidence] if case.topic else []
        submission = _submit(request, book, lambda: continuing(word, program, case.id, evidence))
        receipt = submission.receipt
        body = {"id": str(receipt.message_id), "number": receipt.number, "status": receipt.status}
        response = json_response(body, 201)
        response["Location"] = f"/api/v1/cases/{receipt.number}/messages?after={receipt.message_id - 1}"
        return marked(response, is_repeated=submission.is_repeated)

    return router


def topics_router(book: PromiseBook) -> Router:
    """What a case can be about, and what is promised."""
    router = Router(tags=["topics"])

    @router.get(
        "/topics",
        auth=_READS_TOPICS,
        response={200: schemas.TopicsOut},
        operation_id="read_topics",
        summary="Read the topics",
    )
    def read_topics(
        request: HttpRequest,
        brand: str | None = Query(None, description="The token's own brand; may be left out."),
        language: str | None = Query(None, description="One of the brand's languages."),
    ) -> HttpResponse:
        """The topics of the brand with the fields and evidence that each asks for."""
        program: Program = request.auth
        spoken = _language(program, brand, language)
        body = {
            "brand": program.brand.code,
            "language": spoken,
            "topics": told_topics(program.brand, spoken),
        }
        return json_response(body)

    @router.get(
        "/promises",
        auth=_READS_TOPICS,
        response={200: schemas.PromisesOut},
        operation_id="read_promises",
        summary="Read the promises",
    )
    def read_promises(
        request: HttpRequest,
        brand: str | None = Query(None, description="The token's own brand; may be left out."),
        language: str | None = Query(None, description="One of the brand's languages."),
    ) -> HttpResponse:
        """The public promises of the charter in force; of several that apply the most specific one counts."""
        program: Program = request.auth
        spoken = _language(program, brand, language)
        offered = [
            {name: getattr(each, name) for name in schemas.OfferedOut.model_fields}
            for each in book.offered(program.brand, spoken)
        ]
        return json_response({"brand": program.brand.code, "language": spoken, "promises": offered})

    return router


def _submit(request: HttpRequest, book: PromiseBook, read: Callable[[], InboundMessage]) -> Submission:
    """Answer as before where the call was answered before; only else read what was sent and take it."""
    program: Program = request.auth
    call = call_of(request, program, book.just_made)
    try:
        known = answer_before(call)
        if known is not None:
            return known
        inbound = read()
        return channels.submit(inbound=inbound, call=call, by=program.actor, at=program.at)
    except KeyReused:
        raise Problem("idempotency-key-reused") from None
    except FileRefused as refusal:
        position = next((at for at, file in enumerate(inbound.files) if file.name == refusal.name), 0)
        fault = Fault(f"attachments[{position}].base64", f"file_{refusal.code}", {"detail": refusal.detail})
        raise Problem("invalid-request", (fault,)) from None


def _language(program: Program, brand: str | None, language: str | None) -> str:
    program.must_be(brand or None)
    if language and language not in program.brand.languages:
        known = ", ".join(program.brand.languages)
        raise Problem("invalid-request", (Fault("language", "unknown_language", {"known": known}),))
    if language:
        return language
    reader = get_language() or ""
    return reader if reader in program.brand.languages else program.brand.default_language
