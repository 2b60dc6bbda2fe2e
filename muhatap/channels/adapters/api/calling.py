"""A call of a program that can be sent again: its key, its digest, and the mark of an answer given before."""

import hashlib
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from muhatap.cases.models import Case
from muhatap.cases.queries import case_of_brand
from muhatap.cases.restriction import is_stopped
from muhatap.channels.adapters.api.access import Program, note_read
from muhatap.channels.adapters.api.keeping import redacted
from muhatap.channels.adapters.api.problems import Problem
from muhatap.channels.calls import Call
from muhatap.channels.contract import PromiseMade

_KEY = re.compile(r"[\x21-\x7e]{1,200}", re.ASCII)


def call_of(request: HttpRequest, program: Program, promises: Callable[[Case], list[PromiseMade]]) -> Call:
    """The call with its idempotency key, empty where it has none; a key that cannot be is a `Problem`."""
    body = request.body
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode("utf-8", "replace") + body)
    return Call(
        token_id=program.token.id,
        key=_idempotency_key(request),
        request_sha256=digest.hexdigest(),
        body=body,
        redacted=lambda: redacted(body),
        promises=promises,
    )


def case_of_call(program: Program, number: str, *, is_her_word: bool = False) -> Case:
    """The case of the program's brand with this number; that it was read is noted.

    Where processing is stopped it is refused, but for a further word of the customer's own, which arrives
    as it would by mail.
    """
    case = case_of_brand(program.brand.id, number)
    if case is None:
        raise Problem("case-not-found")
    if not is_her_word:
        refuse_stopped(case)
    note_read(program, [case.id])
    return case


def refuse_stopped(case: Case) -> None:
    """Refuse what would use or change data that are only kept."""
    if is_stopped(case):
        raise Problem("processing-restricted")


def marked(response: HttpResponse, *, is_repeated: bool) -> HttpResponse:
    """The answer, with a header where the call had been answered before."""
    if is_repeated:
        response["Idempotent-Replayed"] = "true"
    return response


def _idempotency_key(request: HttpRequest) -> str:
    key = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is None:
        return ""
    if not _KEY.fullmatch(key):
        raise Problem("idempotency-key-malformed")
    return key
