"""What a program is told serves the purpose that its token was made for."""

import pytest

from muhatap.accounts import operations as accounts
from muhatap.accounts.tokens import TokenLimits
from muhatap.kernel.actors import Actor
from tests.channels.api.conftest import Caller, case_body
from tests.world import NOON

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


def for_purpose(world, purpose, *scopes):
    _, clear = accounts.create_token(
        brand=world.brand, name="x", scopes=scopes, by=BY, at=NOON, limits=TokenLimits(purpose=purpose)
    )
    return Caller(clear)


@pytest.fixture
def number(program):
    files = [{"name": "ekran.txt", "base64": "bWVyaGFiYQ=="}]
    return program("POST", "/api/v1/cases", case_body(attachments=files)).json["number"]


def test_one_for_quality_reads_words_and_neither_files_nor_whose_they_are(asking_world, number):
    quality = for_purpose(asking_world, "quality", "cases:read")
    message, *_ = quality("GET", f"/api/v1/cases/{number}/messages").json["messages"]
    assert (message["files"], message["withheld"]) == ([], ["files"])
    assert message["text"]
    assert quality("GET", "/api/v1/cases?q=status:new").status == 200
    for asked in ("cases?q=from:ayse", "cases?q=-from:ayse", "cases?q=field.iban:TR", "search?q=ayse"):
        answer = quality("GET", f"/api/v1/{asked}")
        assert (answer.status, answer.slug) == (403, "off-purpose")
        assert "name" in answer.json["detail"]


def test_one_for_the_matter_or_a_duty_of_law_reads_all(asking_world, number, program):
    for reader in (program, for_purpose(asking_world, "legal_duty", "cases:read")):
        message, *_ = reader("GET", f"/api/v1/cases/{number}/messages").json["messages"]
        assert [each["name"] for each in message["files"]] == ["ekran.txt"]
        assert "withheld" not in message
        assert reader("GET", "/api/v1/cases?q=from:ayse").status == 200
        assert reader("GET", "/api/v1/search?q=ayse").status == 200


@pytest.mark.parametrize(
    ("purpose", "scopes"),
    [("marketing", ["cases:read"]), ("", ["cases:read"]), ("quality", ["cases:read", "cases:write"])],
)
def test_no_token_is_made_for_what_nobody_was_told_or_what_it_does_not_serve(asking_world, purpose, scopes):
    with pytest.raises(accounts.OffPurpose):
        for_purpose(asking_world, purpose, *scopes)
