"""The public performance page: signed days for readers and programs, and whether a case is counted."""

import csv
import io
import json
from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.test import Client
from django.utils import timezone, translation

from muhatap.audit import relay
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.charters import operations as charters
from muhatap.dossiers.receipts import code_of
from muhatap.kernel.actors import Actor
from muhatap.portal import performance as face
from muhatap.portal.published.editions import edition_of
from muhatap.reports import disclosing
from muhatap.reports import operations as reports
from muhatap.reports.models import PublishedReport, Snapshot
from tests.portal.test_published import FIRST, NEHIR
from tests.world import make_case

_BY = Actor.system("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def lived(world):
    """The sample charter in force, twelve cases yesterday, and their day sealed."""
    _apply(NEHIR, world.brand)
    reports.follow_events(by=_BY, at=timezone.now())
    now = timezone.now()
    for _ in range(12):
        make_case(world, at=now - timedelta(days=1))
    _catch_up(now)
    return world


def _apply(text, brand):
    charters.apply_charter(text=text, source="nehir.yaml", by=_BY, at=FIRST)
    brand.refresh_from_db()


def _catch_up(at):
    while relay.publish(at=at):
        pass
    while reports.follow_events(by=_BY, at=at):
        pass
    while reports.seal_due_day(by=_BY, at=at + timedelta(days=1)):
        pass


def test_readers_and_programs_of_one_brand_are_told_the_same(lived):
    client = Client()
    page = client.get("/nehir/performance/?lang=en")
    assert page.status_code == 200
    told = client.get("/nehir/performance.json").json()
    newest = Snapshot.objects.filter(brand=lived.brand).order_by("-number").first()
    assert told["digest"] == newest.digest
    assert json.loads(told["signed"]) == told["document"]
    rows = list(csv.DictReader(io.StringIO(client.get("/nehir/performance.csv").content.decode())))
    received = next(row for row in rows if (row["kpi"], row["by"]) == ("cases_received", ""))
    assert received["n"] == "12"
    hidden = [row for row in rows if row["hidden"] == "True"]
    assert all(row["value"] == row["n"] == "" for row in hidden)
    day = client.get(f"/nehir/performance/{newest.day}.json")
    assert day.json()["signature"] == newest.signature
    other = Brand.objects.exclude(id=lived.brand.id).first()
    for path in ("/", f"/{newest.day}.json"):
        response = client.get(f"/{other.code}/performance{path}")
        assert response.status_code == 404
        assert newest.digest not in response.content.decode()
    for wrong in ("1999-01-01", "yesterday", "2026-13-45"):
        assert client.get(f"/nehir/performance/{wrong}.json").status_code == 404


def test_each_promise_stands_beside_what_really_happened(lived):
    edition = edition_of(lived.brand, None, ("en",), timezone.now())
    told = [
        {"promise": "kyc_review", "kept": 39, "due": 40, "median_seconds": 5 * 3600},
        {"promise": "resolve", "hidden": True},
        {"promise": "ack", "kept": 10, "due": 10},
    ]
    with translation.override("en"):
        rows = {each.name: each for each in face.promise_rows(edition, {"promises": told}, ())}
    kyc = rows["Once your documents are complete we review them and write the result"]
    assert (kyc.usual, kyc.limit, kyc.actual, kyc.share) == ("24 hours", "72 hours", "5.0 h", "97.5%")
    assert [each.actual for each in rows.values() if each != kyc] == [""] * (len(rows) - 1)
    whole = {"day": "2026-11-22", "since": "2026-10-24", "figures": [], "by_channel": [], "by_topic": []}
    lines = [(each["part"], each["kpi"], each["value"]) for each in face.rows_of(whole | {"promises": told})]
    assert ("kyc_review", "promise_median", "5.00") in lines
    assert ("resolve", "promise", None) in lines


def test_a_charter_can_say_that_nothing_is_published(lived):
    _apply(NEHIR.replace("performance: quarterly", "performance: none"), lived.brand)
    for path in ("/nehir/performance/", "/nehir/performance.json", "/nehir/performance.csv"):
        assert Client().get(path).status_code == 404
    newest = Snapshot.objects.filter(brand=lived.brand).order_by("-number").first()
    assert Client().get(f"/nehir/performance/{newest.day}.json").status_code == 404


def test_who_has_the_receipt_and_nobody_else_sees_that_her_case_is_counted(lived):
    case = Case.objects.filter(brand=lived.brand).order_by("id").first()
    asked = {"number": case.number, "code": code_of(case)}
    page = Client().post("/nehir/performance/?lang=en", asked)
    assert page.status_code == 200
    assert page.context["counted"].size == 12
    assert page.headers["Cache-Control"] == "private, no-store"
    for change, status in ({"code": "0000-0000-0000"}, 404), ({"number": "26-12345-67890"}, 422):
        page = Client().post("/nehir/performance/", {**asked, **change})
        assert page.status_code == status
        assert "counted" not in page.context


def test_a_published_report_is_a_paper_in_the_language_of_its_reader(lived):
    since, until = date(2026, 7, 1), date(2026, 10, 1)
    content = json.dumps(disclosing.disclosed_period(lived.brand, since, until))
    signed = {"digest": sha256(content.encode()).hexdigest(), "key_id": "1", "fingerprint": "f"}
    report = PublishedReport(brand=lived.brand, since=since, until=until, content=content, **signed)
    report.signature, report.published_at = "s", timezone.now()
    report.save()
    assert "/reports/2026-07-01.pdf" in Client().get("/nehir/performance/").content.decode()
    papers = [Client().get(f"/nehir/performance/reports/2026-07-01.pdf?lang={code}") for code in ("en", "tr")]
    assert [each["Content-Type"] for each in papers] == ["application/pdf"] * 2
    assert papers[0].content.startswith(b"%PDF-")
    assert b"StructTreeRoot" in papers[0].content or b"/ObjStm" in papers[0].content
    assert papers[0].content != papers[1].content
    for wrong in ("/nehir/performance/reports/2026-04-01.pdf", "/liman/performance/reports/2026-07-01.pdf"):
        assert Client().get(wrong).status_code == 404
