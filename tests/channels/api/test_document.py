"""The OpenAPI document is true: it is served, it is the one in docs, and the API keeps to it."""

import json
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from muhatap.accounts.tokens import SCOPES
from muhatap.wiring.commands import api as command
from muhatap.wiring.wsgi import application
from tests.channels.api.conftest import Caller, caller_for

LATER = "2126-11-22T10:00:00Z"
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
DOCUMENT = Path(__file__).parents[3] / "docs/api/openapi.json"


def test_the_document_is_served_to_everybody():
    answer = Caller()("GET", "/api/v1/openapi.json")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert set(answer.json["paths"]) == {
        "/api/v1/cases",
        "/api/v1/cases/{number}",
        "/api/v1/cases/{number}/changes",
        "/api/v1/cases/{number}/complaint",
        "/api/v1/cases/{number}/complaint/moves",
        "/api/v1/cases/{number}/messages",
        "/api/v1/cases/{number}/sensitive-acts",
        "/api/v1/cases/{number}/tags",
        "/api/v1/cases/{number}/tasks",
        "/api/v1/events",
        "/api/v1/problems",
        "/api/v1/problems/{number}",
        "/api/v1/promises",
        "/api/v1/queues",
        "/api/v1/search",
        "/api/v1/tasks",
        "/api/v1/tasks/{task}",
        "/api/v1/tasks/{task}/answer",
        "/api/v1/tasks/{task}/withdrawal",
        "/api/v1/teams",
        "/api/v1/topics",
    }
    assert answer.json["components"]["securitySchemes"]


def test_docs_hold_the_document_of_today():
    assert DOCUMENT.read_text(encoding="utf-8") == command.written_document(), (
        "Write it anew: muhatap api schema > docs/api/openapi.json"
    )


def test_every_call_says_which_problems_it_may_answer_with():
    for operations in json.loads(command.written_document())["paths"].values():
        for operation in operations.values():
            assert {"401", "403", "422", "429"} <= set(operation["responses"])


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_the_api_keeps_to_its_document(program, mode, asking_world):
    number = program.open().json["number"]
    program = caller_for(asking_world, *SCOPES)
    asked = {"team": "payments", "title": "Dekont", "question": "Para gitti mi?", "due_at": LATER}
    task = int(program("POST", f"/api/v1/cases/{number}/tasks", asked).json["tasks"][0]["id"])
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for found in schema.get_all_operations():
        keep_to(found.ok(), mode, number, task, program.token)


def keep_to(operation, mode, number, task, token):
    try:
        strategy = operation.as_strategy(generation_mode=mode)
    except schemathesis.errors.SchemathesisError:
        # Nothing about this call can be made wrong.
        return

    @settings(
        max_examples=4,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def every(case):
        if mode is schemathesis.GenerationMode.POSITIVE and case.path_parameters:
            known = {"number": number, "task": task}
            case.path_parameters |= {name: known[name] for name in case.path_parameters}
        response = case.call(headers={"Authorization": f"Bearer {token}"})
        case.validate_response(response, checks=CHECKS)

    every()
