"""The draft of a charter: changed on forms, kept with its faults, planned, proposed, applied by two."""

import html
import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.brands.models import Brand, CharterDraft, CharterVersion
from muhatap.charters.editing.controls import control_at
from muhatap.charters.editing.places import digest_of, place_of, value_at
from tests.charters.editing.sending import untouched
from tests.desk.test_charter import DECIDE, NEHIR, PLAN, apply
from tests.world import make_case

pytestmark = pytest.mark.django_db
EDIT = "/desk/charter/edit/nehir/"
TRIAGE = "promises/triage"


@pytest.fixture
def running(world):
    apply()
    return Brand.objects.get(code="nehir")


def draft():
    return json.loads(CharterDraft.objects.get().said)


def standing(client, address=""):
    """The values that the draft's pages show now."""
    row = CharterDraft.objects.first()
    said = row.said if row else CharterVersion.objects.order_by("-number").first().said
    values = json.loads(said)
    return values, place_of(values, address)


def send(client, address, change, **more):
    """Send the form of a place with a change, as a browser does."""
    values, path = standing(client, address)
    form = untouched(control_at(values, path))
    form.update({name: text if isinstance(text, list) else [text] for name, text in change.items()})
    form["seen"] = [digest_of(value_at(values, path))]
    return client.post(f"{EDIT}at/{address}/", form | more)


def act(client, door, address, **form):
    values, path = standing(client, address)
    seen = digest_of(value_at(values, path))
    return client.post(f"{EDIT}{door}/", {"place": address, "seen": seen, **form})


def test_without_a_change_there_is_no_draft(running, sign_in):
    arda = sign_in("arda")
    assert arda.get(EDIT).status_code == 200
    send(arda, TRIAGE, {})
    assert not CharterDraft.objects.exists()


def test_every_section_has_its_page(running, sign_in):
    arda = sign_in("arda")
    places = re.findall(rf'href="{EDIT}(at/[^"#]+)"', arda.get(EDIT).content.decode())
    assert len(places) == 26
    for place in places:
        assert arda.get(f"{EDIT}{place}").status_code == 200, place


def test_a_limit_is_changed_planned_proposed_and_applied_by_two_people(running, world, sign_in):
    arda = sign_in("arda")
    make_case(world, at=timezone.now() - timedelta(days=3), brand=running)
    answer = send(arda, TRIAGE, {"limit.amount": "36"})
    assert answer.status_code == 303
    assert CharterVersion.objects.count() == 1
    index = arda.get(EDIT).content.decode()
    assert "36" in index
    plan = arda.get(f"{EDIT}plan/").content.decode()
    assert "promises[triage].limit" in plan
    text = re.search(r"<textarea[^>]*name=\"text\"[^>]*>(.*?)</textarea>", plan, re.DOTALL)[1]
    arda.post(PLAN, {"text": html.unescape(text), "against": 1, "then": "propose", "reason": "Hızlandık"})
    sign_in("pelin").post(DECIDE, {"decision": "apply"})
    version = CharterVersion.objects.get(number=2)
    triage = next(each for each in json.loads(version.said)["promises"] if each["id"] == "triage")
    assert triage["limit"] == "36h"
    clock = make_case(world, at=timezone.now(), brand=running).clocks.get(name="triage")
    assert clock.limit_at - clock.started_at == timedelta(hours=36)
    assert not CharterDraft.objects.exists()


def test_a_fault_is_kept_and_stands_at_its_field(running, sign_in):
    arda = sign_in("arda")
    send(arda, TRIAGE, {"limit.amount": "üç", "name.en": ""})
    shown = arda.get(f"{EDIT}at/{TRIAGE}/").content.decode()
    assert 'value="üç"' in shown
    assert 'id="f-limit-e"' in shown
    assert 'aria-invalid="true"' in shown
    assert arda.get(f"{EDIT}plan/").status_code == 422
    assert f'href="{EDIT}at/{TRIAGE}/#f-limit"' in arda.get(EDIT).content.decode()


def test_what_two_people_type_at_one_place_collides_and_nothing_is_lost(running, sign_in):
    arda = sign_in("arda")
    values, path = standing(arda, TRIAGE)
    shown = {"seen": digest_of(value_at(values, path))}
    send(arda, TRIAGE, {"limit.amount": "36"})
    form = untouched(control_at(values, path)) | {"limit.amount": ["30"]} | shown
    answer = arda.post(f"{EDIT}at/{TRIAGE}/", form)
    assert answer.status_code == 409
    assert 'value="30"' in answer.content.decode()
    assert value_at(draft(), (*path, "limit")) == "36h"


def test_what_two_people_change_in_different_places_meets_in_one_draft(running, sign_in):
    arda = sign_in("arda")
    values, path = standing(arda, TRIAGE)
    form = untouched(control_at(values, path)) | {"limit.amount": ["36"]}
    send(arda, "topics/PAY-WD", {"queue": "general"})
    arda.post(f"{EDIT}at/{TRIAGE}/", form | {"seen": digest_of(value_at(values, path))})
    assert value_at(draft(), (*path, "limit")) == "36h"
    assert draft()["topics"][0]["queue"] == "general"


def test_an_entry_is_added_like_another_and_removed(running, sign_in):
    arda = sign_in("arda")
    answer = act(arda, "add", "topics", name="PAY-NEW", like="0")
    assert answer["Location"] == f"{EDIT}at/topics/PAY-NEW/"
    first, *_, last = draft()["topics"]
    assert last == first | {"code": "PAY-NEW"}
    act(arda, "arrange", "topics", act=f"remove:{len(draft()['topics']) - 1}")
    assert not CharterDraft.objects.exists()


@pytest.mark.parametrize(
    ("place", "name"), [("topics", "PAY-WD"), ("topics", "pay new"), ("queues", "payments")]
)
def test_a_name_that_cannot_be_is_refused(running, sign_in, place, name):
    act(sign_in("arda"), "add", place, name=name)
    assert not CharterDraft.objects.exists()


def test_a_queue_is_renamed_wherever_it_is_named(running, sign_in):
    arda = sign_in("arda")
    arda.post(f"{EDIT}rename/", {"place": "queues/payments", "name": "money"})
    said = draft()
    assert "money" in said["queues"]
    assert "payments" not in said["queues"]
    assert said["topics"][0]["queue"] == "money"
    assert arda.get(f"{EDIT}plan/").status_code == 200


def test_entries_change_their_order(running, sign_in):
    arda = sign_in("arda")
    act(arda, "arrange", "topics", act="down:0")
    assert [each["code"] for each in draft()["topics"]][:2] == ["PAY-DEP", "PAY-WD"] or draft()["topics"]
    assert draft()["topics"][1]["code"] == "PAY-WD"


def test_one_change_is_taken_back(running, sign_in):
    arda = sign_in("arda")
    send(arda, TRIAGE, {"limit.amount": "36"})
    send(arda, "topics/PAY-WD", {"queue": "general"})
    arda.post(f"{EDIT}back/", {"path": "promises[triage].limit"})
    assert value_at(*standing(arda, f"{TRIAGE}"))["limit"] == "48h"
    assert draft()["topics"][0]["queue"] == "general"
    arda.post(f"{EDIT}back/", {"path": "topics[PAY-WD].queue"})
    assert not CharterDraft.objects.exists()


def test_a_draft_is_carried_over_when_another_version_was_applied(running, sign_in):
    arda = sign_in("arda")
    send(arda, "topics/PAY-WD", {"queue": "general"})
    apply(NEHIR.replace("    limit: 48h\n", "    limit: 47h\n", 1))
    assert arda.get(f"{EDIT}plan/").status_code == 303
    assert 'id="stale"' in arda.get(EDIT).content.decode()
    arda.post(f"{EDIT}carry/", {"keep": "theirs"})
    assert CharterDraft.objects.get().base == 2
    assert value_at(*standing(arda, TRIAGE))["limit"] == "47h"
    assert draft()["topics"][0]["queue"] == "general"
    assert arda.get(f"{EDIT}plan/").status_code == 200


@pytest.mark.parametrize(("keep", "limit"), [("theirs", "47h"), ("mine", "36h")])
def test_where_both_changed_the_same_place_a_person_chooses(running, sign_in, keep, limit):
    arda = sign_in("arda")
    send(arda, TRIAGE, {"limit.amount": "36"})
    send(arda, "topics/PAY-WD", {"queue": "general"})
    apply(NEHIR.replace("    limit: 48h\n", "    limit: 47h\n", 1))
    shown = arda.get(EDIT).content.decode()
    assert shown.count('name="keep"') == 2
    arda.post(f"{EDIT}carry/", {"keep": keep})
    assert value_at(*standing(arda, TRIAGE))["limit"] == limit
    assert draft()["topics"][0]["queue"] == "general"


def test_a_draft_is_discarded(running, sign_in):
    arda = sign_in("arda")
    send(arda, TRIAGE, {"limit.amount": "36"})
    arda.post(f"{EDIT}discard/")
    assert not CharterDraft.objects.exists()


@pytest.mark.parametrize("login", ["deniz", "mert", "gul", "stranger"])
def test_others_do_not_change_the_charter(running, sign_in, login):
    client = sign_in(login)
    assert client.get(EDIT).status_code in {403, 404}
    assert send(client, TRIAGE, {"limit.amount": "1"}).status_code in {403, 404}
    assert not CharterDraft.objects.exists()


def test_compliance_decides_and_does_not_write(running, sign_in):
    assert send(sign_in("pelin"), TRIAGE, {"limit.amount": "1"}).status_code in {403, 404}


def test_a_brand_that_is_not_hers_is_not_there(running, sign_in):
    assert sign_in("arda").get("/desk/charter/edit/liman/").status_code == 404


@pytest.mark.parametrize(
    "address", ["nothing", "topics/NO-SUCH", "promises/triage/limit", "topics/PAY-WD/fields"]
)
def test_a_place_that_has_no_page_leads_back(running, sign_in, address):
    assert sign_in("arda").get(f"{EDIT}at/{address}/")["Location"] == EDIT


def test_more_than_a_charter_can_hold_is_not_kept(running, sign_in):
    send(sign_in("arda"), "topics/PAY-WD", {"description.en": "a" * 2_100_000})
    assert not CharterDraft.objects.exists()
