"""What can go wrong with a call, as RFC 9457 problems in the caller's language."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from muhatap.channels.adapters.api.words import words_of

URN = "urn:muhatap:problem:"
MEDIA_TYPE = "application/problem+json"

# Slug: status, title, detail.
CATALOGUE: dict[str, tuple[int, Promise, Promise]] = {
    "malformed-json": (
        400,
        _("The body is not JSON that we can read"),
        _("Send one JSON object in UTF-8. %(why)s"),
    ),
    "idempotency-key-malformed": (
        400,
        _("The idempotency key cannot be used"),
        _("Send 1 to 200 visible ASCII characters without spaces, for example a UUID."),
    ),
    "token-missing": (
        401,
        _("The call carries no token"),
        _("Send the header “Authorization: Bearer mht_…” with a token of the brand."),
    ),
    "token-refused": (
        401,
        _("The token is not valid"),
        _("It is unknown or was revoked. Ask the operator of the desk for a new one."),
    ),
    "scope-missing": (
        403,
        _("The token may not do this"),
        _("It lacks the scope %(scope)s. Use a token that has it."),
    ),
    "other-brand": (
        403,
        _("The token belongs to another brand"),
        _("It speaks for %(brand)s only. Leave the brand out or use a token of the other brand."),
    ),
    "off-purpose": (
        403,
        _("The data do not serve what the token is for"),
        _("It was made for the purpose “%(purpose)s”, which these data do not serve: %(sorts)s."),
    ),
    "processing-restricted": (
        403,
        _("Processing of these data is stopped"),
        _("They are only kept, since the customer asked for it or a law says so. At the desk the case opens"
          " to who writes why; her own words are still taken."),
    ),
    "level-too-low": (
        403,
        _("It is not sure enough who asks"),
        _("%(action)s takes level %(needed)s, and the case has level %(level)s. Let the customer sign in with"
          " two factors and open the case, or let two of the desk be sure."),
    ),
    "https-required": (
        403,
        _("Calls are only taken over TLS"),
        _("Call the address with https://, and replace the token: it crossed the network in the open."),
    ),
    "case-not-found": (
        404,
        _("There is no such case"),
        _("No case of this brand has that number. Check its last digit: it is a check digit."),
    ),
    "address-not-found": (
        404,
        _("There is nothing at this address"),
        _("The addresses stand in /api/v1/openapi.json. They do not end in a slash."),
    ),
    "method-not-allowed": (
        405,
        _("The address does not know this method"),
        _("Use one of: %(allowed)s."),
    ),
    "no-such-problem": (
        404,
        _("There is no such problem"),
        _("No problem of this brand has that number. GET /problems lists them."),
    ),
    "no-such-task": (
        404,
        _("There is no such task"),
        _("No task of this brand has that id. GET /tasks lists them."),
    ),
    "not-a-complaint": (
        404,
        _("The case is no complaint"),
        _("Register it first with POST /cases/{number}/complaint."),
    ),
    "move-refused": (
        409,
        _("The complaint cannot move there now"),
        _("The guard %(guard)s refuses. Missing: %(lacking)s."),
    ),
    "task-ended": (
        409,
        _("The task has ended"),
        _("It was answered or taken back already, which happens once. GET /tasks tells how it ended."),
    ),
    "status-refused": (
        409,
        _("The case cannot get this status now"),
        _("It cannot go from %(old)s to %(new)s. Read the case and choose again."),
    ),
    "length-required": (
        411,
        _("The length of the body is not said"),
        _("Send the header Content-Length; bodies in chunks are not taken."),
    ),
    "body-too-large": (
        413,
        _("The body is too large"),
        _("Send at most %(megabytes)s MB in one call. Larger files can be added on the case's page."),
    ),
    "media-type-unsupported": (
        415,
        _("The body has a type that we cannot read"),
        _("Send JSON and the header “Content-Type: application/json”."),
    ),
    "invalid-request": (
        422,
        _("Some of what was sent cannot be taken"),
        _("Correct what “errors” lists and send the call again."),
    ),
    "idempotency-key-reused": (
        422,
        _("The idempotency key was used for another call"),
        _("The same key came with other content before. Use a new key for a new call."),
    ),
    "too-many-calls": (
        429,
        _("Too many calls with this token"),
        _("Wait %(seconds)s seconds, then go on more slowly."),
    ),
    "unexpected": (
        500,
        _("The call failed on our side"),
        _("Nothing was stored. Send it again with the same idempotency key; if it stays, tell the desk."),
    ),
    "busy": (
        503,
        _("The desk is busy"),
        _("Nothing was stored. Send the call again in a second with the same idempotency key."),
    ),
}  # fmt: skip

WHY_MALFORMED = {
    "empty": _("The body is empty."),
    "encoding": _("Byte %(place)s is not UTF-8."),
    "syntax": _("The mistake is at line and column %(place)s."),
    "twice": _("The key “%(place)s” comes twice in one object."),
    "number": _("The number %(place)s is outside of what JSON carries safely; send it as a string."),
    "deep": _("It is nested more than 32 levels deep."),
    "object": _("It is JSON, but not an object."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong value: `field` is its place in the body or query, such as `customer.email`."""

    field: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


class Problem(Exception):
    """A refusal of the catalogue, with what its words need, its faults and its headers."""

    def __init__(
        self,
        slug: str,
        faults: tuple[Fault, ...] = (),
        headers: Mapping[str, str] | None = None,
        **params: Any,
    ) -> None:
        super().__init__(slug)
        self.slug = slug
        self.faults = faults
        self.headers = dict(headers or {})
        self.params = params

    @property
    def status(self) -> int:
        """The HTTP status."""
        return CATALOGUE[self.slug][0]

    @property
    def reason(self) -> str:
        """What the operator reads beside a call that was kept."""
        return " ".join([self.slug, *(f"{fault.field}:{fault.code}" for fault in self.faults[:8])])[:300]


def malformed(code: str, place: str = "") -> Problem:
    """The problem of bytes that are no JSON."""
    return Problem("malformed-json", why=(code, place))


def answer_problem(problem: Problem, path: str, kept: str = "") -> HttpResponse:
    """The problem as a response, in the language that is active."""
    status, title, detail = CATALOGUE[problem.slug]
    params = dict(problem.params)
    if problem.slug == "malformed-json":
        code, place = params["why"]
        params["why"] = str(WHY_MALFORMED[code]) % {"place": place}
    body: dict[str, Any] = {
        "type": URN + problem.slug,
        "title": str(title),
        "status": status,
        "detail": str(detail) % params,
        "instance": path,
    }
    body |= {name: params[name] for name in ("guard", "missing") if name in params}
    if problem.faults:
        body["errors"] = [_told(fault) for fault in problem.faults]
    if kept:
        body["kept"] = kept
    response = json_response(body, status, MEDIA_TYPE)
    for name, value in problem.headers.items():
        response[name] = value
    response["Content-Language"] = get_language() or "en"
    return response


def json_response(body: Any, status: int = 200, media_type: str = "application/json") -> HttpResponse:
    """Any JSON value as a response."""
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return HttpResponse(data, status=status, content_type=media_type)


def _told(fault: Fault) -> dict[str, str]:
    message, remedy = words_of(fault.code, fault.params)
    return {"field": fault.field, "code": fault.code, "message": message, "remedy": remedy}
