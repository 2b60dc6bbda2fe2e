"""From the exceptions of the framework to problems and faults of ours."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import Http404
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel

from muhatap.channels.adapters.api import hand_schemas, schemas
from muhatap.channels.adapters.api.json_reading import MalformedJson
from muhatap.channels.adapters.api.problems import Fault, Problem, malformed
from muhatap.channels.operations.receiving import UnknownTopic

_BODIES: dict[str, type[BaseModel]] = {
    "word": schemas.MessageIn,
    "tags": hand_schemas.TagsIn,
    "task": hand_schemas.TaskIn,
    "answer": hand_schemas.TaskAnswerIn,
    "change": hand_schemas.ChangeIn,
    "nothing": hand_schemas.TaskWithdrawalIn,
}
_CODES = {
    "missing": "required",
    "string_type": "not_text",
    "string_too_short": "required",
    "string_too_long": "too_long",
    "extra_forbidden": "unknown_key",
    "dict_type": "not_object",
    "model_type": "not_object",
    "model_attributes_type": "not_object",
    "list_type": "not_list",
    "too_long": "many_rows",
    "int_parsing": "number",
    "int_type": "number",
    "int_from_float": "number",
    "int_parsing_size": "number",
    "greater_than_equal": "too_little",
    "less_than_equal": "too_much",
}


def problem_of(failure: Exception) -> Problem | None:
    """The problem that an exception stands for, None when it is a failure of ours."""
    match failure:
        case Problem():
            return failure
        case ValidationError():
            return Problem("invalid-request", tuple(_fault(each) for each in failure.errors[:50]))
        case AuthenticationError():
            return Problem("token-missing", headers={"WWW-Authenticate": 'Bearer realm="Muhatap"'})
        case MalformedJson():
            return malformed(failure.code, failure.place)
        case UnknownTopic():
            return Problem("invalid-request", (Fault("topic", "unknown_topic", {"given": str(failure)}),))
        case HttpError() if isinstance(failure.__cause__, MalformedJson):
            return malformed(failure.__cause__.code, failure.__cause__.place)
        case HttpError() if failure.status_code == 400:
            return malformed("syntax")
        case Http404():
            return Problem("address-not-found")
        case BadRequest() | RequestDataTooBig():
            return malformed("syntax")
    return None


def _fault(error: dict[str, Any]) -> Fault:
    bounds = error.get("ctx", {})
    params = {
        "count": bounds.get("max_length", bounds.get("min_length", "")),
        "minimum": bounds.get("ge", ""),
        "maximum": bounds.get("le", ""),
    }
    code = _CODES.get(error["type"], "wrong")
    place = _place(error["loc"])
    if code == "unknown_key":
        params["known"] = ", ".join(_known_beside(place, error["loc"]))
    return Fault(place, code, params)


def _place(location: Sequence[str | int]) -> str:
    """`("body", "sent", "attachments", 0, "name")` as `attachments[0].name`."""
    parts = location[2:] if location[0] == "body" else location[1:]
    written = ""
    for part in parts:
        written += f"[{part}]" if isinstance(part, int) else f".{part}" if written else str(part)
    return written[:300] or "body"


def _known_beside(place: str, location: Sequence[str | int]) -> list[str]:
    if place.startswith("customer."):
        return list(schemas.CustomerIn.model_fields)
    if place.startswith("attachments["):
        return list(schemas.AttachmentIn.model_fields)
    # The name of the view's argument tells which body it is.
    return list(_BODIES.get(str(location[1]), schemas.CaseIn).model_fields)
