"""The telephone menu: the charter's choices, a slow guide, the wait, a case for every call, a call back."""

import base64
import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.brands import queries
from muhatap.brands.models import CharterVersion
from muhatap.calendars.models import Calendar
from muhatap.cases.models import Case, Message
from muhatap.channels.adapters.phone.menu import Choice, NotAsked, Step, asked_in, estimate, walk
from muhatap.channels.models import Callback
from muhatap.kernel.webhook_signing import signature
from tests.channels.phone.calls import promise_calls
from tests.world import ALWAYS, make_case

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
RECORDED = json.loads((Path(__file__).parent / "recorded_menu.json").read_text(encoding="utf-8"))
CHOICES = (Choice("1", "EMG-UNAUTH", {"tr": "a"}), Choice("2", "PAY-WD", {"tr": "b"}))
SAID = st.one_of(st.none(), st.integers(), st.text(), st.just("menu.asked"))
NAMES = st.sampled_from(["type", "call", "keys", "from", "waiting", "agents"])


@pytest.fixture
def desk(world, settings, monkeypatch):
    """A telephone with a menu, answered now, and calls that are promised."""
    settings.MUHATAP_TELEPHONE = {"nehir": ("http://127.0.0.1:1/", SECRET)}
    promise_calls(world)
    Calendar.objects.filter(name="calls").update(schedule=ALWAYS)
    version = CharterVersion.objects.filter(brand=world.brand).latest("id")
    said = json.loads(version.said)
    said["channels"]["phone"] |= {
        "checklist": [{"tr": "Müşteri numaranız", "en": "Your customer number"}],
        "menu": [
            {"key": "1", "topic": "EMG-UNAUTH", "says": {"tr": "izinsiz işlem", "en": "an unknown payment"}},
            {"key": "2", "topic": "PAY-WD", "says": {"tr": "gelmeyen çekim", "en": "a late withdrawal"}},
        ],
        "voice_guide": {"tr": "Yardım merkezi de dinlenebilir.", "en": "The help centre can be heard too."},
    }
    CharterVersion.objects.filter(id=version.id).update(said=json.dumps(said))
    queries._said.cache_clear()
    yield world
    queries._said.cache_clear()


def ask(client, keys="", status=200, call="pbx-1", secret=SECRET, **more):
    said = {
        "type": "menu.asked",
        "call": call,
        "from": "+905321112233",
        "language": "en",
        "keys": keys,
        **more,
    }
    return knock(client, said, status, secret)


def knock(client, said, status=200, secret=SECRET):
    body, at = json.dumps(said).encode(), int(datetime.now(UTC).timestamp())
    signed = signature(secret, "m1", at, body)
    named = {"webhook-id": "m1", "webhook-timestamp": str(at), "webhook-signature": signed}
    answer = client.post("/hooks/telephone/nehir/menu/", body, content_type="application/json", headers=named)
    assert answer.status_code == status, answer.content
    return answer.json() if status == 200 else None


def test_the_menu_reads_the_charters_choices_in_their_order(client, desk):
    told = ask(client)
    assert [each["key"] for each in told["keys"]] == ["1", "2"]
    assert told["say"][0] == "This is Nehir."
    assert told["say"][1:3] == ["For an unknown payment press 1.", "For a late withdrawal press 2."]
    assert "press 0 at any time" in " ".join(told["say"])
    assert "press star" in " ".join(told["say"])
    assert not Case.objects.exists()


def test_the_guide_speaks_slowly_and_stays_slow(client, desk):
    told = ask(client, "9")
    assert (told["speed"], told["seconds"]) == ("slow", 30)
    assert "The help centre can be heard too." in told["say"]
    assert ask(client, "92")["speed"] == "slow"
    assert ask(client, "2")["speed"] == "normal"


def test_an_urgent_choice_makes_an_urgent_case_with_a_number_once(client, desk):
    told = ask(client, "1", waiting=2, agents=1)
    assert (told["priority"], told["number"]) == (1, "")
    assert "Please have ready: Your customer number." in told["say"]
    told = [ask(client, "10"), ask(client, "10")][1]
    case = Case.objects.get()
    assert (told["step"], told["number"], told["priority"]) == ("person", case.number, 1)
    assert (case.topic.code, case.channel, case.priority) == ("EMG-UNAUTH", "phone", 1)
    assert told["queue"] == case.queue.code
    assert f"Your case number is {' '.join(case.number.replace('-', ''))}." in told["say"]


def test_a_call_back_is_promised_for_her_own_number(client, desk):
    told = [ask(client, "2*"), ask(client, "2*")][1]
    callback = Callback.objects.get()
    assert callback.phone == "+905321112233"
    assert told["callback"]["begins_at"] == callback.begins_at.isoformat()
    assert told["say"][0].startswith("We call you back ")
    hidden = ask(client, "2*", call="pbx-2", **{"from": ""})
    assert "do not see your number" in hidden["say"][0]
    assert Callback.objects.count() == 1


def test_a_typed_number_finds_the_case_and_says_nothing_of_it(client, desk):
    case = make_case(desk)
    told = ask(client, "8" + case.number.replace("-", ""))
    assert (told["step"], told["number"]) == ("person", "")
    assert case.subject not in json.dumps(told)
    note = Message.objects.get(case=case, author="note")
    assert "+905321112233" in note.text
    assert Case.objects.count() == 1
    assert ask(client, "8")["digits"] == 12
    unknown = ask(client, "8260000000000", call="pbx-3")
    assert unknown["say"][0] == told["say"][0]
    assert Case.objects.count() == 2


def test_when_nobody_answers_she_hears_when_and_is_still_given_a_number(client, desk):
    Calendar.objects.filter(name="calls").update(schedule={"tz": "Europe/Istanbul", "hours": {}})
    told = ask(client, "0")
    assert (told["step"], bool(told["number"])) == ("closed", True)
    assert "Nobody answers the telephone at this hour." in told["say"]
    assert "promise a call" in ask(client, "*", call="pbx-4")["say"][0]


@pytest.mark.parametrize("name", sorted(RECORDED))
def test_recorded_questions_are_understood(client, desk, name):
    told = knock(client, RECORDED[name]["asked"])
    assert (told["step"], told["speed"]) == (RECORDED[name]["step"], RECORDED[name]["speed"])
    assert all(told["say"])


@pytest.mark.parametrize(
    "said",
    [{}, [], {"type": "menu.asked"}, {"type": "menu.asked", "call": "c", "keys": "a"}, {"type": "x"}],
)
def test_what_asks_nothing_is_refused(client, desk, said):
    knock(client, said, 422)


def test_only_who_knows_the_secret_is_answered(client, desk):
    ask(client, status=403, secret="whsec_" + base64.b64encode(b"x" * 32).decode())
    assert not Case.objects.exists()


@given(st.text("0123456789*#", max_size=40))
def test_whatever_keys_are_pressed_lead_somewhere(keys):
    walked = walk(CHOICES, keys)
    assert walked.step in Step
    assert walked.number == "" or len(walked.number) == 12
    if keys.endswith("0") and walked.step is not Step.NUMBER and not walked.number:
        assert walked.step is Step.PERSON or "8" in keys


@given(st.dictionaries(NAMES, SAID))
def test_any_question_is_understood_or_refused(said):
    with suppress(NotAsked):
        assert asked_in(said, ["tr"]).agents >= 1


def test_the_wait_is_that_of_recent_calls():
    assert estimate(None, 1, [60] * 5) is None
    assert estimate(3, 1, [60, 60]) is None
    assert estimate(3, 2, [100, 200, 300]) == 300
    assert estimate(0, 1, [60] * 3) == 0
