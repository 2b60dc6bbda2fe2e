"""The OpenAPI document: what ninja knows of the calls, and the problems that each can answer with."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from muhatap.channels.adapters.api.problems import CATALOGUE, MEDIA_TYPE
from muhatap.channels.adapters.api.schemas import ProblemOut

PREFIX = "/api/v1/"

_EVERYWHERE = (400, 401, 403, 405, 422, 429, 503)
_WITH_BODY = (411, 413, 415)
_MAY_CLASH = ("/moves", "/changes", "/answer", "/withdrawal")
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same body is answered the same and stored once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}
_LANGUAGE = {
    "name": "Accept-Language",
    "in": "header",
    "required": False,
    "description": "`tr` or `en`: the language of names and problems.",
    "schema": {"type": "string"},
}


def openapi_document(api: NinjaAPI) -> dict[str, Any]:
    """The document of the API, the same for every caller."""
    document: dict[str, Any] = dict(OpenAPISchema(api, PREFIX))
    schemas = document["components"]["schemas"]
    problem = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs", {})
    schemas["ProblemOut"] = problem
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete(operation, path=path, has_body=method == "post")
    document.pop("servers", None)
    return document


def _complete(operation: dict[str, Any], *, path: str, has_body: bool) -> None:
    statuses = [*_EVERYWHERE, *([404] if "{" in path else []), *(_WITH_BODY if has_body else [])]
    statuses += [409] if path.endswith(_MAY_CLASH) else []
    for status in sorted(statuses):
        slugs = [slug for slug, (known, _, _) in CATALOGUE.items() if known == status]
        operation["responses"][str(status)] = {
            "description": ", ".join(slugs),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}},
        }
    operation["responses"] = {str(status): told for status, told in operation["responses"].items()}
    parameters = operation.setdefault("parameters", [])
    parameters.append(_LANGUAGE)
    if has_body:
        parameters.append(_KEY)
    for parameter in parameters:
        if parameter["name"] == "number":
            parameter["schema"] |= {"pattern": r"^[0-9]{2}-?[0-9]{5}-?[0-9]{5}$"}
