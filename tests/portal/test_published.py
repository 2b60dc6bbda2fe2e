"""The charter's public pages: right at holiday borders, equal as page and JSON, and old versions stay."""

import json
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone, translation

from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.charters import operations as charters
from muhatap.kernel.actors import Actor
from muhatap.portal.published import hours, law, procedure, promising
from muhatap.portal.published.editions import edition_of, standings_of
from muhatap.portal.published.pages import PAGES
from muhatap.promises.models import Clock

pytestmark = pytest.mark.django_db

NEHIR = (Path(__file__).parents[2] / "charters" / "nehir.yaml").read_text("utf-8")
FIRST = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
ISTANBUL, BERLIN = ZoneInfo("Europe/Istanbul"), ZoneInfo("Europe/Berlin")
LICENCE = NEHIR[NEHIR.index("    licence:\n") : NEHIR.index("    regulator:\n")]


def apply(text=NEHIR, at=FIRST):
    return charters.apply_charter(text=text, source="nehir.yaml", by=Actor.system("test"), at=at).brand


def told(build, brand, now, number=None):
    with translation.override("en"), timezone.override(ZoneInfo(brand.zone)):
        return build(edition_of(brand, number, ("en", "tr"), now))


def get(path, client=None, **headers):
    return (client or Client()).get(path, headers=headers)


def channel(brand, code, now):
    return next(each for each in told(hours.channels, brand, now)["channels"] if each["code"] == code)


@pytest.mark.parametrize(
    ("day", "hour", "standing"),
    [
        (28, 10, "Open now, until 13:00"),  # the afternoon before the feast is free
        (28, 14, "Closed now. Opens Friday 30 October 09:00"),
        (29, 11, "Closed now. Opens tomorrow 09:00"),
        (30, 9, "Open now, until 18:00"),
        (31, 15, "Open now, until 16:00"),
    ],
)
def test_channels_around_a_feast(day, hour, standing):
    brand = apply()
    now = datetime(2026, 10, day, hour, tzinfo=ISTANBUL)
    form = channel(brand, "web_form", now)
    assert form["standing"] == standing
    assert form["is_open"] == standing.startswith("Open")


def test_the_next_holiday_and_half_day_are_named():
    coming = channel(apply(), "web_form", datetime(2026, 10, 27, 12, tzinfo=ISTANBUL))["special_days"]
    assert [(each["day"].isoformat(), each["hours"], each["is_closed"]) for each in coming[:2]] == [
        ("2026-10-28", "09:00–13:00", False),
        ("2026-10-29", "closed", True),
    ]
    assert coming[1]["name"]


def test_a_channel_that_never_closes_says_so():
    text = NEHIR.replace(
        "    calendar: chat\n    identity_level: 1", "    calendar: always\n    identity_level: 1"
    )
    chat = channel(apply(text), "live_chat", datetime(2026, 10, 29, 3, tzinfo=ISTANBUL))
    assert (chat["standing"], chat["closes_at"]) == ("Open day and night", None)


def example_of(brand, promise, now):
    facts = told(lambda edition: promising.promises(edition, {}), brand, now)
    return next(each for each in facts["promises"] if each["id"] == promise)["example"]


def test_open_hours_are_reckoned_over_the_feast():
    now = datetime(2026, 10, 28, 12, tzinfo=ISTANBUL)
    example = example_of(apply(), "first_reply_app", now)
    assert example["target_at"] == datetime(2026, 10, 28, 13, tzinfo=ISTANBUL)
    assert example["limit_at"] == datetime(2026, 10, 30, 12, tzinfo=ISTANBUL)


def test_times_are_right_where_the_clocks_go_back():
    brand = apply(NEHIR.replace("zone: Europe/Istanbul", "zone: Europe/Berlin"))
    now = datetime(2026, 10, 24, 15, tzinfo=BERLIN)  # the night after it, an hour comes twice
    assert example_of(brand, "first_reply_app", now)["limit_at"].isoformat() == "2026-10-26T12:00:00+01:00"
    written = example_of(brand, "first_reply_written", now)
    assert written["limit_at"].isoformat() == "2026-10-27T14:00:00+01:00"


def test_worked_examples_are_what_real_clocks_say():
    brand = apply()
    now = datetime(2026, 10, 27, 16, 30, tzinfo=ISTANBUL)
    examples = {each["code"]: each for each in told(procedure.complaints, brand, now)["examples"]}
    assert set(examples) == {"ordinary", "complex", "urgent"}
    for name in ("ordinary", "urgent"):
        topic = examples[name]["topic"]
        message = InboundMessage(
            brand_id=brand.id, channel="web_form", sender=Sender("Elif", f"{name}@posta.example"),
            text="Memnun değilim.", topic=topic, received_at=now,
        )  # fmt: skip
        receipt = channels.receive(inbound=message, by=Actor.channel("web_form"), at=now)
        case = Case.objects.get(id=receipt.case_id)
        real = {clock.promise.code: clock.limit_at for clock in Clock.objects.filter(case=case)}
        for promised in examples[name]["promised"]:
            assert real[promised["id"]] == promised["limit_at"], promised["id"]
    assert examples["complex"]["decided_by"] > examples["ordinary"]["decided_by"]
    assert all(each["why"] for each in examples["complex"]["promised"])


def test_the_last_day_outside_counts_from_our_latest_answer():
    now = datetime(2026, 10, 27, 16, 30, tzinfo=ISTANBUL)
    facts = told(procedure.complaints, apply(), now)
    decided = facts["examples"][0]["decided_by"].astimezone(ISTANBUL).date()
    panel = next(each for each in facts["outside"] if each["within"] == "60d")
    assert panel["last_day"] == decided + timedelta(days=60)


def test_what_nobody_verified_is_not_printed_as_law():
    facts = told(law.rights, apply(), datetime(2026, 10, 27, tzinfo=ISTANBUL))
    packs = [pack for place in facts["jurisdictions"] for pack in place["packs"]]
    rules = [rule for pack in packs for rule in pack["rules"]]
    assert {"todeb_20", "kvkk_13"} <= {rule["id"] for rule in rules}
    assert all(rule["law"] and rule["source"] and rule["verified"] != "unverified" for rule in rules)
    assert all(each.keys() == {"id", "title"} for pack in packs for each in pack["unverified"])


def change(text=NEHIR):
    return text.replace(
        "    limit: 7d\n    pauses: [waiting_customer]\n", "    limit: 5d\n    pauses: [waiting_customer]\n"
    )


def limits(place):
    return {each["id"]: each["limit"] for each in get(place).json()["content"]["promises"]}


def test_an_earlier_version_stays_as_it_stood():
    brand = apply()
    before = told(lambda edition: promising.promises(edition, {}), brand, FIRST)
    brand = apply(change(), FIRST + timedelta(days=9))
    assert limits("/nehir/charter/promises.json")["resolve"] == "5d"
    assert limits("/nehir/charter/v1/promises.json")["resolve"] == "7d"
    assert told(lambda edition: promising.promises(edition, {}), brand, timezone.now(), 1) == before
    first = get("/nehir/charter/v1/complaints.json?lang=en")
    assert first.content == get("/nehir/charter/v1/complaints.json?lang=en").content
    assert first["Last-Modified"] == "Thu, 01 Oct 2026 09:00:00 GMT"
    assert first.json()["charter"]["until"] == "2026-10-10T12:00:00+03:00"
    assert "as it stood from" in get("/nehir/charter/v1/promises/?lang=en").content.decode()
    assert get("/nehir/charter/promises.json?version=1").json()["charter"]["version"] == 1
    assert get("/nehir/charter/v2/scope/")["Location"] == "/nehir/charter/scope/"
    assert [each.number for each in standings_of(brand)] == [2, 1]


def test_where_the_charter_hides_earlier_versions_nobody_reads_them():
    apply()
    apply(change(NEHIR.replace("  portal: public\n", "  portal: public\n  old_versions: false\n")))
    assert get("/nehir/charter/v1/scope/").status_code == 404
    assert [each["version"] for each in get("/nehir/charter.json").json()["content"]["versions"]] == [2]


@pytest.mark.parametrize("code", PAGES)
@pytest.mark.parametrize("language", ["tr", "en"])
def test_what_programs_read_stands_on_the_page(code, language):
    apply()
    document = get(f"/nehir/charter/{code}.json?lang={language}").json()
    page = unescape(get(f"/nehir/charter/{code}/?lang={language}").content.decode())
    assert document["language"] == language
    assert document["title"] in page
    for said in _texts(document["content"]):
        assert said in page, said
    asked = get(f"/nehir/charter/{code}/?lang={language}", accept="application/json")
    assert asked.json()["content"].keys() == document["content"].keys()


_WORDS = (
    "name", "title", "text", "how", "description", "best_for", "expected", "note", "rights", "principles",
    "law", "address",
)  # fmt: skip


def _texts(value, key=""):
    if isinstance(value, dict):
        # Which topic by which channel, and conditions, are said in the choice.
        for name, each in value.items():
            yield from _texts(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, key)
    elif key in _WORDS and isinstance(value, str) and value:
        yield value


@pytest.mark.parametrize("code", ["scope", "priorities", "rights", "official", "accessibility"])
def test_what_did_not_change_is_not_sent_again(code):
    apply()
    for place in (f"/nehir/charter/{code}/", f"/nehir/charter/{code}.json"):
        first = get(place)
        assert get(place, if_none_match=first["ETag"]).status_code == 304
        assert "no-store" not in first["Cache-Control"]
        assert get(place, if_modified_since="Thu, 01 Oct 2026 09:00:00 GMT").status_code == 304
    assert (
        get(f"/nehir/charter/{code}.json?lang=tr")["ETag"]
        != get(f"/nehir/charter/{code}.json?lang=en")["ETag"]
    )


def test_only_documents_for_programs_are_open_to_other_sites():
    apply()
    small = get("/nehir/charter/open.json")
    assert small["Access-Control-Allow-Origin"] == "*"
    assert small["Cache-Control"] == "public, max-age=60"
    assert {"code", "is_open", "standing"} <= small.json()["content"]["channels"][0].keys()
    assert "Access-Control-Allow-Origin" not in get("/nehir/charter/scope/")
    assert "Access-Control-Allow-Origin" not in get("/nehir/charter/official.json?address=x.example")
    assert not get("/nehir/charter/open.json?lang=tr").cookies


@pytest.mark.parametrize("code", ["", *PAGES, "official/report"])
def test_a_private_portal_shows_none_of_them(code):
    apply(NEHIR.replace(LICENCE, ""))
    answer = get(f"/nehir/charter/{code}/" if code else "/nehir/charter/")
    assert answer.status_code == 403
    if code != "official/report":
        refused = get(f"/nehir/charter/{code}.json" if code else "/nehir/charter.json")
        assert (refused.status_code, refused.json()) == (403, {"error": "not_public"})


def test_a_section_that_is_missing_is_left_out_and_says_so():
    text = NEHIR[: NEHIR.index("\naccessibility:\n")]
    apply(text)
    listed = {each["code"] for each in get("/nehir/charter.json").json()["content"]["pages"]}
    assert listed == set(PAGES) - {"accessibility", "priorities"}
    assert get("/nehir/charter/accessibility/").status_code == 404
    assert get("/nehir/charter/priorities.json").json() == {"error": "not_found"}


@pytest.mark.parametrize(
    "place", ["v0/scope/", "v99/scope/", "nothing/", "v1/open.json/", "v99999999999999999999/"]
)
def test_what_was_never_published_is_missing(place):
    apply()
    assert get(f"/nehir/charter/{place}").status_code == 404


def test_without_a_charter_there_are_no_pages(world):
    world.brand.legal = {"name": "Nehir", "address": "İstanbul", "regulated": False}
    world.brand.charter_number = 0
    world.brand.save()
    assert get("/nehir/charter/").status_code == 404


def test_a_choice_says_by_when():
    apply()
    chosen = get("/nehir/charter/promises.json?topic=COMPLAINT&channel=email&lang=en").json()["content"][
        "chosen"
    ]
    assert (chosen["topic"], chosen["channel"]) == ("COMPLAINT", "email")
    assert {"first_reply_complaint", "resolve"} <= {each["id"] for each in chosen["promised"]}
    assert all(datetime.fromisoformat(each["limit_at"]) for each in chosen["promised"])
    nonsense = get("/nehir/charter/promises.json?topic=GOLD&channel=%00").json()["content"]
    assert nonsense["chosen"] is None
    json.dumps(nonsense)


def test_refund_terms_stand_before_the_form_and_stay_as_they_were_for_a_case():
    apply()
    page = get("/nehir/new/SUB-CANCEL/?lang=en").content.decode()
    for said in (
        "Refund terms",
        "Refund of a subscription",
        "14 days after paying",
        "version 1 of our charter",
    ):
        assert said in page
    assert "Refund terms" not in get("/nehir/new/ACC-LOGIN/?lang=en").content.decode()
    apply(
        NEHIR.replace(
            '    within_days: 14\n    rate: "100"\n    limit: 14d\n',
            '    within_days: 30\n    rate: "100"\n    limit: 14d\n',
        )
    )
    days = {
        version: {each["code"]: each["within_days"] for each in get(place).json()["content"]["terms"]}[
            "subscription"
        ]
        for version, place in ((1, "/nehir/charter/v1/refunds.json"), (2, "/nehir/charter/refunds.json"))
    }
    assert days == {1: 14, 2: 30}
