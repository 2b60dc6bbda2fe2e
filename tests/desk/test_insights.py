"""The dashboards: figures open their cases, within what each reader may see."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import Team
from muhatap.audit import relay
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author, Status
from muhatap.channels.chat_models import Chat
from muhatap.desk.insights.mailed import period_before
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from muhatap.reports import arrivals
from muhatap.reports import operations as reports
from muhatap.reports.keeping import mark_dirty
from muhatap.reports.models import Alert, Bound, Observed, Subscription
from tests.world import NOON, World, make_case

Enter = Callable[[str], Client]
_BY = Actor.system("test")
_DAYS = {"span": "days", "since": "2026-11-01", "until": "2026-11-30"}


def _follow() -> None:
    at = NOON + timedelta(hours=8)
    relay.publish(at=at)
    while reports.follow_events(by=_BY, at=at) or reports.roll_days(by=_BY, at=at):
        pass


@pytest.fixture
def told(world: World) -> World:
    """A case of each brand, the first one answered and resolved by Deniz."""
    reports.follow_events(by=_BY, at=NOON)
    case = make_case(world)
    deniz = world.staff["deniz"]
    cases.assign(case=case, owner=deniz, by=Actor.staff(deniz.pk), at=NOON)
    new = cases.NewMessage(author=Author.STAFF, channel="email", text="Ödemeniz bugün hesabınızda olacak.")
    cases.post_message(case=case, new=new, by=Actor.staff(deniz.pk), at=NOON + timedelta(hours=2))
    cases.change_status(case=case, status=Status.RESOLVED, by=_BY, at=NOON + timedelta(hours=3))
    make_case(world, topic="ACC-LOGIN", customer=1, channel="email")
    make_case(world, brand=world.other_brand, customer=2)
    _follow()
    return world


def _own(world: World, number: int) -> Case:
    return Case.objects.filter(brand=world.brand).order_by("received_at", "id")[number]


def test_a_supervisor_sees_the_whole_brand_and_opens_the_cases_behind(told: World, sign_in: Enter) -> None:
    client = sign_in("mert")
    page = client.get("/desk/insights/", _DAYS)
    assert page.status_code == 200
    assert {line.code for line in page.context["channels"]} == {"web_form", "email"}
    rows = client.get("/desk/insights/cases_received/", _DAYS)
    assert {row.subject for row in rows.context["found"].rows} == {
        case.number for case in Case.objects.filter(brand=told.brand)
    }
    assert all(row.may_open for row in rows.context["found"].rows)
    only = client.get("/desk/insights/resolution_rate/", _DAYS | {"only": "part", "channel": "web_form"})
    assert [row.is_part for row in only.context["found"].rows] == [True]


def test_an_agent_sees_her_own_work_only(told: World, sign_in: Enter) -> None:
    client = sign_in("deniz")
    page = client.get("/desk/insights/", _DAYS | {"team": "service"})
    assert page.context["asked"].is_own
    assert [line.code for line in page.context["agents"]] == [str(told.staff["deniz"].pk)]
    rows = client.get("/desk/insights/cases_received/", _DAYS | {"agent": "1"})
    assert len(rows.context["found"].rows) == 1
    exported = b"".join(client.get("/desk/insights/export/", _DAYS).streaming_content).decode()
    assert len(exported.splitlines()) == 2


def test_another_brand_stays_unseen(told: World, sign_in: Enter) -> None:
    client = sign_in("stranger")
    page = client.get("/desk/insights/", _DAYS | {"brand": "nehir"})
    assert {brand.code for brand in page.context["asked"].brands} == {"liman"}
    rows = client.get("/desk/insights/cases_received/", _DAYS)
    assert len(rows.context["found"].rows) == 1


def test_who_reads_no_cases_has_no_dashboards(told: World, sign_in: Enter) -> None:
    client = sign_in("arda")
    for place in ("", "cases_received/", "export/", "measures/"):
        assert client.get(f"/desk/insights/{place}").status_code == 403


def test_htmx_gets_only_what_changes(told: World, sign_in: Enter) -> None:
    client = sign_in("mert")
    part = client.get("/desk/insights/", _DAYS, headers={"HX-Request": "true"}).content.decode()
    assert 'id="live"' in part
    assert "<html" not in part


def test_a_measure_that_leaves_its_limits_is_told_to_its_owner_once(told: World, sign_in: Enter) -> None:
    client = sign_in("mert")
    said = {"measure": "cases_received", "high": "1", "days": "30", "action": "Vardiyayı büyütür."}
    said["owner"] = str(told.staff["deniz"].pk)
    assert client.post("/desk/insights/bounds/nehir/", said).status_code == 303
    assert client.post("/desk/insights/bounds/liman/", said).status_code == 404
    at = NOON + timedelta(days=1)
    assert [reports.watch_bounds(by=_BY, at=at), reports.watch_bounds(by=_BY, at=at)] == [1, 0]
    alert = Alert.objects.get()
    assert (alert.value, Notice.objects.get(kind="bound_left").staff) == (Decimal(2), told.staff["deniz"])
    assert client.get("/desk/insights/bounds/").status_code == 200
    client = sign_in("selin")
    answer = f"/desk/insights/alerts/{alert.id}/"
    assert client.post(answer, {"done": "Bakıyorum."}).status_code == 404
    client = sign_in("deniz")
    assert client.post(answer, {"done": "İki kişi çağırdım."}).status_code == 303
    alert.refresh_from_db()
    assert alert.done == "İki kişi çağırdım."


@pytest.mark.parametrize(
    "wrong", [{"high": ""}, {"high": "çok"}, {"days": "0"}, {"owner": "7"}, {"action": " "}, {"measure": "x"}]
)
def test_a_bound_that_says_nothing_is_refused(told: World, sign_in: Enter, wrong: dict[str, str]) -> None:
    client = sign_in("mert")
    said = {
        "measure": "fcr",
        "high": "5",
        "days": "7",
        "action": "Bakar.",
        "owner": str(told.staff["deniz"].pk),
    }
    client.post("/desk/insights/bounds/nehir/", said | wrong)
    assert not Bound.objects.exists()


def test_a_report_by_mail_is_begun_and_ended(told: World, sign_in: Enter) -> None:
    client = sign_in("mert")
    for begun in (True, False):
        client.post("/desk/insights/mail/change/", {"brand": "nehir", "every": "week"})
        assert Subscription.objects.filter(ended_at=None).exists() is begun
    assert client.post("/desk/insights/mail/change/", {"brand": "liman", "every": "week"}).status_code == 404


def test_a_report_is_about_what_is_over() -> None:
    day = NOON.date()
    assert [str(each) for each in period_before("week", day)] == ["2026-11-09", "2026-11-16"]
    assert [str(each) for each in period_before("month", day)] == ["2026-10-01", "2026-11-01"]
    assert [str(each) for each in period_before("day", day)] == ["2026-11-17", "2026-11-18"]


def _calls(world: World, day: date, count: int) -> None:
    at = datetime(day.year, day.month, day.day, 7, 5, tzinfo=UTC)
    values = {"answered": True, "mode": "call", "wait": 3, "talk": 240, "hold": 0, "acw": 0}
    rows = [
        Observed(
            brand=world.brand, kind="contact", subject=f"C{n}", at=at, on=day, channel="phone", values=values
        )
        for n in range(count)
    ]
    Observed.objects.bulk_create(rows)


def test_a_day_is_staffed_from_its_weekdays_and_the_rota(
    world: World, sign_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "holidays_of", lambda brand: frozenset())
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    for week in range(2, 6):
        _calls(world, monday - timedelta(weeks=week), 40)
    team = Team.objects.filter(brand=world.brand).first()
    hours = (time(9), time(18))
    accounts.add_shift(team=team, staff=world.staff["deniz"], weekday=0, hours=hours, by=_BY, at=NOON)
    client = sign_in("mert")
    asked = {"day": str(monday), "channel": "phone", "aht": "240", "volume": "150", "more": "9"}
    page = client.get("/desk/insights/staffing/", asked)
    told = page.context["told"]
    (row,) = [row for row in told.rows if row.at == "10:00"]
    assert (told.forecast.basis, told.forecast.total, told.is_contacts) == (4, 40, True)
    assert (row.need.agents, row.need.scheduled, row.need.missing) == (11, 10, 1)
    assert ("9", "90") in [(now, tried) for _, now, tried in told.sums]
    for wrong in ({"day": "31.02.2026"}, {"aht": "-4", "share": "x", "volume": "99999999"}, {"channel": "'"}):
        assert client.get("/desk/insights/staffing/", wrong).status_code == 200
    assert sign_in("deniz").get("/desk/insights/staffing/").status_code == 403


def test_the_dashboards_tell_evidence_and_reach(told: World, sign_in: Enter) -> None:
    day = NOON.date()
    _calls(told, day, 4)
    values = {"open_seconds": 36_000, "down_seconds": 3600, "refused": 1}
    Observed.objects.create(
        brand=told.brand, kind="uptime", subject="U", at=NOON, on=day, channel="phone", values=values
    )
    mark_dirty({(told.brand.id, day)})
    reports.roll_days(by=_BY, at=NOON)
    page = sign_in("mert").get("/desk/insights/", _DAYS)
    (phone,) = [line for line in page.context["reach"] if line.code == "phone"]
    assert phone.cells[:3] == ["%90,0", "%100,0", "%80,0"]
    assert {"answer_rate"}.isdisjoint(each.id for each in page.context["singles"])


def test_the_wallboard_tells_who_waits_in_chats(told: World, sign_in: Enter) -> None:
    at = timezone.now()
    case = make_case(told, channel="live_chat", at=at)
    begun = dict.fromkeys(("visitor_seen_at", "started_at", "waits_since"), at - timedelta(minutes=3))
    Chat.objects.create(case=case, brand=told.brand, secret_digest="0" * 64, network="n", **begun)
    board = sign_in("mert").get("/desk/insights/", _DAYS).context["board"]
    assert (board.chats, board.oldest_chat_seconds // 60) == (1, 3)
