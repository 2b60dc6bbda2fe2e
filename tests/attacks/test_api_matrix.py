"""Every call of the API, from its own document: no token, no scope, another brand — nothing comes out."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from muhatap.accounts import operations as accounts
from muhatap.accounts.tokens import SCOPES
from muhatap.cases.models import Message, WorkItem
from muhatap.channels.adapters.api.document import openapi_document
from muhatap.kernel.actors import Actor
from muhatap.wiring.api_urls import API
from tests.complaints import telling as tell
from tests.problems import telling as tell_problem

pytestmark = pytest.mark.django_db

DOCUMENT = openapi_document(API)
METHODS = ("get", "post", "put", "patch", "delete")
CALLS = [
    (method, path, call)
    for path, calls in DOCUMENT["paths"].items()
    for method, call in calls.items()
    if method in METHODS
]
# What a refused call may write: that its key was used, and the answer that is kept for the same key.
NOTED = {"audit_event", "audit_stream", "audit_publication", "accounts_apitoken"}
FORMATS = {"date-time": "2026-11-18T09:00:00Z", "date": "2026-11-18"}
BY = Actor.system("test")


@pytest.fixture
def theirs(world):
    """What the addresses can name, all of it of one brand."""
    complaint = tell.triaged(world)
    case = complaint.case
    at, mert = datetime.now(UTC), world.staff["mert"]
    task = WorkItem.objects.create(
        brand=world.brand,
        case=case,
        team=world.teams["payments"],
        title="t",
        question="Sorulan soru budur",
        due_at=at,
        asked_by=mert,
        asked_at=at,
    )
    return {
        "number": case.number,
        "problem": tell_problem.confirmed(world).number,
        "task": task.id,
        "case": case,
    }


def token(brand, scopes=SCOPES) -> str:
    return accounts.create_token(brand=brand, name="x", scopes=scopes, by=BY, at=datetime.now(UTC))[1]


def sent(method: str, path: str, call: dict[str, Any], clear: str | None, key: str):
    headers = {"Idempotency-Key": key} | ({"Authorization": f"Bearer {clear}"} if clear else {})
    body = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    about = {"data": json.dumps(made(body)), "content_type": "application/json"} if body else {}
    client = Client(raise_request_exception=False)
    return getattr(client, method)(path, headers=headers, **about)


def made(schema: dict[str, Any]) -> Any:
    """The smallest value that a schema allows."""
    if "$ref" in schema:
        return made(DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return made(schema[several][0])
    for said in ("examples", "enum"):
        if schema.get(said):
            return schema[said][0]
    match schema.get("type"):
        case _ if "const" in schema:
            return schema["const"]
        case "object":
            named = schema.get("properties", {})
            return {name: made(named[name]) for name in schema.get("required", []) if name in named}
        case "array":
            return [made(schema["items"])] * schema.get("minItems", 0)
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case _:
            return FORMATS.get(schema.get("format", ""), "x" * max(1, schema.get("minLength", 1)))


def place(path: str, ids: dict[str, Any]) -> str:
    if path.endswith("/problems/{number}"):
        return path.replace("{number}", str(ids["problem"]))
    for name, value in ids.items():
        path = path.replace(f"{{{name}}}", str(value))
    assert "{" not in path, f"say in `theirs` what {path} names"
    return path


def counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(set(connection.introspection.table_names()) - NOTED):
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def test_without_a_token_or_its_scope_nothing_answers(world, theirs):
    weak = {scope: token(world.brand, [scope]) for scope in SCOPES}
    wrong = []
    for number, (method, path, call) in enumerate(CALLS):
        address = place(path, theirs)
        if sent(method, address, call, None, f"n{number}").status_code != 401:
            wrong.append(("no token", method, path))
        answers = {
            scope: sent(method, address, call, clear, f"{scope}{number}").status_code
            for scope, clear in weak.items()
        }
        if set(answers.values()) == {200} or not any(status == 403 for status in answers.values()):
            wrong.append(("every scope", method, path, answers))
    assert wrong == []


def test_a_token_of_another_brand_reads_and_changes_nothing_of_this_one(world, theirs):
    clear = token(world.other_brand)
    case, wrong = theirs["case"], []
    secrets = (case.number, case.subject, case.customer.email, str(case.id), *_texts(case))
    before = counts()
    for number, (method, path, call) in enumerate(CALLS):
        if method == "post" and "{" not in path:
            continue
        answer = sent(method, place(path, theirs), call, clear, f"o{number}")
        said = answer.content.decode()
        if "{" in path and answer.status_code < 400:
            wrong.append((method, path, answer.status_code))
        wrong += [(method, path, each) for each in secrets if each in said.replace(place(path, theirs), "")]
    assert wrong == []
    assert {table for table, size in counts().items() if before[table] != size} <= {"channels_apicall"}


def _texts(case) -> list[str]:
    return list(Message.objects.filter(case=case).exclude(text="").values_list("text", flat=True))
