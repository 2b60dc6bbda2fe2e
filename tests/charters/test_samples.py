"""The two sample services: valid, complete, and with their own numbers."""

from pathlib import Path

import pytest

from muhatap.calendars.spans import Span
from muhatap.charters.reading import read
from muhatap.charters.schema.topics import FIELD_KINDS
from muhatap.charters.writing import export

FOLDER = Path(__file__).parents[2] / "charters"
TOPICS = [
    "ACC-LOGIN",
    "ACC-LOCK",
    "ACC-DATA",
    "PAY-DEP",
    "PAY-WD",
    "PAY-WRONG",
    "PAY-FEE",
    "REF-ORDER",
    "REF-PAY",
    "REF-FEE",
    "SUB-CANCEL",
    "PROMO-APPLY",
    "PROMO",
    "TECH",
    "KYC",
    "EMG-UNAUTH",
    "EMG-BLOCK",
    "EMG-SEC",
    "EMG-HARD",
    "COMPLAINT",
    "SVC",
    "PRIV-DSR",
    "PRIV-DPC",
    "MKT",
    "SG",
    "A11Y",
    "CORP",
    "OTHER",
]
NAMES = ("nehir", "liman")


@pytest.fixture(scope="module")
def samples():
    return {name: read((FOLDER / f"{name}.yaml").read_text("utf-8"), f"{name}.yaml") for name in NAMES}


@pytest.fixture(params=NAMES)
def sample(request, samples):
    return samples[request.param]


def times(sample):
    return {each.id: (each.target, each.limit) for each in sample.promises}


def test_every_topic_is_there_in_two_languages(sample):
    assert sorted(each.code for each in sample.topics) == sorted(TOPICS)
    assert all(dict(text.values).keys() == {"tr", "en"} for text in sample.texts())


def test_each_group_has_topics_and_each_queue_leads_somewhere(sample):
    assert {each.group for each in sample.topics} == {each.code for each in sample.groups}
    last = [each.code for each in sample.queues if not each.escalates_to]
    assert last == ["privacy", "compliance"]


def test_every_channel_is_described(sample):
    assert len(sample.channels) == 8
    levels = {each.code: each.identity_level for each in sample.channels}
    assert (levels["social"], levels["email"], levels["in_app"]) == (0, 1, 3)


def test_every_kind_of_field_is_used(samples):
    used = {field.kind for topic in samples["nehir"].topics for field in topic.fields}
    used |= {
        inner.kind for topic in samples["nehir"].topics for field in topic.fields for inner in field.fields
    }
    assert used == set(FIELD_KINDS)


def test_nothing_may_delay_an_emergency(sample):
    emergencies = [topic for topic in sample.topics if topic.kind == "emergency"]
    assert [each.code for each in emergencies] == ["EMG-UNAUTH", "EMG-BLOCK", "EMG-SEC", "EMG-HARD"]
    assert all(each.priority == "P1" for each in emergencies)
    assert not any(evidence.required for topic in emergencies for evidence in topic.evidence)
    report = emergencies[0]
    assert all(field.or_reason for field in report.fields)


def test_identity_documents_come_by_secure_upload_only(sample):
    documents = [each for topic in sample.topics for each in topic.evidence if each.kind == "identity"]
    assert len(documents) >= 3
    assert all(each.secure for each in documents)


def test_the_first_service_keeps_its_own_numbers(samples):
    assert times(samples["nehir"]) == {
        "ack": ("", "60s"),
        "triage": ("24h", "48h"),
        "first_reply_written": ("24h", "72h"),
        "first_reply_complaint": ("48h", "72h"),
        "first_reply_phone": ("24h", "72h"),
        "first_reply_chat": ("1bm", "5bm"),
        "first_reply_app": ("1bh", "4bh"),
        "first_reply_emergency": ("15m", "30m"),
        "next_reply": ("24h", "72h"),
        "callback": ("1bh", "2bh"),
        "investigation_start": ("48h", "72h"),
        "resolve": ("72h", "7d"),
        "resolve_complex": ("7d", "14d"),
        "resolve_privacy": ("15d", "30d"),
        "update": ("", "7d"),
        "information": ("3d", "7d"),
        "kyc_review": ("24h", "72h"),
        "refund_decision": ("7d", "14d"),
        "refund_exec": ("3bd", "14bd"),
        "emergency_ack": ("5m", "15m"),
        "contain": ("30m", "60m"),
        "legal_complaint": ("", "20d"),
        "legal_data_request": ("", "30d"),
        "legal_marketing": ("", "3bd"),
    }


def test_the_second_service_keeps_its_own_numbers(samples):
    assert times(samples["liman"]) == {
        "ack": ("", "60s"),
        "triage": ("24h", "48h"),
        "first_reply_written": ("24h", "48h"),
        "first_reply_detailed": ("24h", "72h"),
        "first_reply_chat": ("1bm", "5bm"),
        "first_reply_messages": ("5bm", "4bh"),
        "first_reply_phone": ("5bm", "4bh"),
        "first_reply_corporate": ("1h", "4h"),
        "first_reply_emergency": ("15m", "30m"),
        "first_reply_complete": ("12h", "24h"),
        "next_reply": ("24h", "48h"),
        "callback": ("1bh", "2bh"),
        "resolve": ("72h", "7d"),
        "resolve_complex": ("7d", "14d"),
        "resolve_privacy": ("15d", "30d"),
        "update": ("", "7d"),
        "information": ("3d", "7d"),
        "kyc_review": ("4bh", "3bd"),
        "refund_decision": ("7d", "14d"),
        "refund_exec": ("3bd", "14bd"),
        "emergency_ack": ("5m", "15m"),
        "contain": ("30m", "60m"),
        "legal_complaint": ("", "20d"),
        "legal_data_request": ("", "30d"),
        "legal_marketing": ("", "3bd"),
    }


@pytest.mark.parametrize(
    ("name", "promise", "line"),
    [
        ("nehir", "first_reply_written", "S1:52"),
        ("nehir", "first_reply_complaint", "S1:38"),
        ("nehir", "investigation_start", "S1:58"),
        ("nehir", "resolve_complex", "S1:58"),
        ("nehir", "kyc_review", "S1:54"),
        ("liman", "triage", "S2:28"),
        ("liman", "first_reply_written", "S2:12"),
        ("liman", "first_reply_detailed", "S2:51"),
        ("liman", "kyc_review", "S2:53"),
        ("liman", "refund_exec", "S2:55"),
        ("liman", "update", "S2:34"),
    ],
)
def test_each_number_names_its_source(samples, name, promise, line):
    (source,) = [each.source for each in samples[name].promises if each.id == promise]
    assert line in source


def test_every_promise_names_its_source(sample):
    assert all(each.source for each in sample.promises)


def test_a_reset_link_lives_five_minutes_and_a_card_pays_at_once(sample):
    assert Span.parse(sample.links.password_reset).seconds == 300
    within = {each.code: (each.deposit.within, each.withdrawal.within) for each in sample.payment_methods}
    assert within["card"][0] == "1m"
    assert within["bank_transfer"] == ("3bd", "3bd")


def test_the_second_service_sells_answers_at_every_hour(samples):
    plan = next(each for each in samples["liman"].plans if each.code == "kurumsal_724")
    hours = next(each.hours for each in samples["liman"].calendars if each.code == plan.calendar)
    assert all(day[0].to_plain() == ["00:00", "24:00"] for day in hours.days())
    assert plan.account_manager


def test_both_services_work_on_saturdays(sample):
    calendars = {each.code: each for each in sample.calendars}
    form = next(each for each in sample.channels if each.code == "web_form")
    assert calendars[form.calendar].hours.sat
    assert not calendars[form.calendar].hours.sun


def test_social_media_promises_no_reply(sample):
    replies = [each for each in sample.promises if each.clock in ("first_reply", "next_reply")]
    assert all(each.when.channel and "social" not in each.when.channel for each in replies)


def test_the_ladder_is_the_usual_one_and_receipt_has_none(sample):
    assert [each.at for each in sample.ladder.default] == ["target", 50, 80, 100, 125]
    assert sample.ladder.steps_of("ack") == ()
    assert [each.tell_customer for each in sample.ladder.default] == [False, False, False, True, False]


def test_a_sample_given_back_is_the_same(sample):
    assert read(export(sample)) == sample


def test_customers_are_never_put_off(sample):
    said = " ".join(text.in_language("tr").casefold() for text in sample.texts())
    assert not any(word in said for word in ("maalesef", "en kısa sürede", "!"))
