"""A program opens cases."""

from muhatap.cases.models import Case, Message
from muhatap.cases.queries import case_opened_by
from tests.channels.api.conftest import case_body


def test_a_case_is_opened_with_number_secret_and_promises(program):
    answer = program.open()
    assert answer.status == 201, answer.data
    told = answer.json
    assert set(told) == {"number", "secret", "url", "status", "promises"}
    assert answer.headers["Location"] == f"/api/v1/cases/{told['number']}"
    assert told["status"] == "new"
    assert case_opened_by(told["number"], told["secret"]).number == told["number"]
    case = Case.objects.get(number=told["number"])
    assert (case.channel, case.topic.code, case.subject) == ("api", "PAY-WD", "Çekim gelmedi")
    assert case.fields["amount"] == {"minor": 125050, "currency": "TRY"}
