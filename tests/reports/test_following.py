"""Observations follow the events, sums follow the observations, and a rebuild changes nothing."""

from datetime import date, timedelta
from unittest.mock import patch

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muhatap.audit import relay
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.channels.operations.chat_desk import accept_chat
from muhatap.channels.operations.chatting import Opening, end_chat, start_chat
from muhatap.kernel.actors import Actor
from muhatap.promises import rules
from muhatap.promises.models import Clock, Promise
from muhatap.reports import keeping, queries
from muhatap.reports import operations as reports
from muhatap.reports.models import Observed, Rollup
from muhatap.reports.operations import following
from muhatap.reports.queries import Period
from muhatap.reports.surroundings import fold_cases
from tests.world import NOON, World, make_case

_BY = Actor.system("test")
_MONTH = Period(date(2026, 11, 1), date(2026, 12, 1))


def _follow(at=NOON + timedelta(days=30)) -> None:
    while relay.publish(at=at):
        pass
    while reports.follow_events(by=_BY, at=at):
        pass
    while reports.look_again(by=_BY, at=at):
        pass
    while reports.roll_days(by=_BY, at=at):
        pass


def _value(world: World, measure: str, **more: object) -> float | None:
    figure = queries.figure(measure, _MONTH, brands=[world.brand], **more)
    return None if figure.value is None else float(figure.value)


def _reply(world: World, case: Case, hours: float) -> None:
    new = cases.NewMessage(author=Author.STAFF, channel="email", text="Yatırma işleminiz bugün yapılacak.")
    by = Actor.staff(world.staff["deniz"].pk)
    cases.post_message(case=case, new=new, by=by, at=NOON + timedelta(hours=hours))


def _resolve(case: Case, hours: float) -> None:
    cases.change_status(case=case, status=Status.RESOLVED, by=_BY, at=NOON + timedelta(hours=hours))


def _told(world: World) -> list[tuple]:
    rows = Observed.objects.order_by("subject", "place")
    return list(rows.values_list("kind", "subject", "on", "channel", "topic", "team", "agent", "values"))


def test_a_channel_without_a_promise_is_measured_all_the_same(world: World) -> None:
    reports.follow_events(by=_BY, at=NOON)
    Promise.objects.filter(brand=world.brand).update(conditions={"channel": ["email", "web_form"]})
    rules._rules.cache_clear()
    case = make_case(world, channel="social")
    _reply(world, case, 3)
    _follow()
    assert not Clock.objects.filter(case=case, name="first_reply").exists()
    there = {"where": {"channel": "social"}}
    assert (_value(world, "cases_received", **there), _value(world, "frt_median", **there)) == (1, 3)
    assert _value(world, "sla_attainment", **there) is None


def test_figures_follow_what_happens(world: World) -> None:
    reports.follow_events(by=_BY, at=NOON)
    first, second = make_case(world), make_case(world, topic="ACC-LOGIN", customer=1, channel="email")
    spam = make_case(world, customer=2)
    _reply(world, first, 2)
    _resolve(first, 5)
    _reply(world, second, 4)
    cases.change_status(case=spam, status=Status.CLOSED, closed=ClosedReason.SPAM, by=_BY, at=NOON)
    _follow()
    assert _value(world, "cases_received") == 2
    assert _value(world, "cases_excluded") == 1
    assert (_value(world, "frt_mean"), _value(world, "frt_median")) == (3.0, 3.0)
    assert _value(world, "resolution_rate") == 50.0
    assert _value(world, "fcr") == 50.0
    by_two = queries.figures(["frt_mean"], _MONTH, brands=[world.brand], by=["channel", "topic"])
    assert {each.key: float(each.value or 0) for each in by_two} == {
        ("email", "ACC-LOGIN"): 4.0,
        ("web_form", "PAY-WD"): 2.0,
    }
    assert _value(world, "frt_mean", where={"channel": "email"}) == 4.0
    assert queries.figure("cases_received", _MONTH, brands=[world.other_brand]).value == 0


def test_a_rebuild_and_other_ways_of_adding_up_agree(world: World) -> None:
    reports.follow_events(by=_BY, at=NOON)
    for index in range(6):
        case = make_case(world, customer=index % 5, at=NOON + timedelta(days=index))
        if index % 2:
            _reply(world, case, 24 * index + index)
            _resolve(case, 24 * index + 30)
    _follow()
    before = _told(world)
    asked = {"brands": [world.brand], "by": ["channel", "topic"]}
    rolled = queries.figures(["frt_median", "resolution_mean", "fcr"], _MONTH, **asked)
    at = NOON + timedelta(days=30)
    assert rolled == queries.figures(["frt_median", "resolution_mean", "fcr"], _MONTH, **asked, as_of=at)
    reports.begin_rebuild(by=_BY, at=at)
    assert sum(reports.rebuild(by=_BY, at=at)) == 6
    reports.mark_all_dirty(by=_BY, at=at)
    _follow()
    assert _told(world) == before
    assert reports.roll_spans(by=_BY, at=at) == 1
    assert Rollup.objects.filter(grain="month").exists()
    assert queries.figures(["frt_median", "resolution_mean", "fcr"], _MONTH, **asked) == rolled


@given(told=st.lists(st.sampled_from(["reply", "resolve", "another", "follow"]), max_size=6))
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_told_while_a_rebuild_folds_is_counted_as_from_nothing(world: World, told: list[str]) -> None:
    with transaction.atomic():
        _told_meanwhile(world, told)
        transaction.set_rollback(True)


def _told_meanwhile(world: World, told: list[str]) -> None:
    """Between folding and writing things happen, and other processes follow them, to the end."""
    reports.follow_events(by=_BY, at=NOON)
    case = make_case(world)
    _reply(world, case, 1)
    waiting = list(told)
    steps = {
        "reply": lambda hour: _reply(world, case, hour),
        "resolve": lambda hour: Case.objects.get(id=case.id).is_open and _resolve(case, hour),
        "another": lambda hour: make_case(world, at=NOON + timedelta(hours=hour)),
        "follow": lambda hour: [*relay.publish(at=NOON), reports.follow_events(by=_BY, at=NOON)],
    }

    def fold(*args, **rest):
        folded = fold_cases(*args, **rest)
        if waiting:
            steps[waiting.pop()](40 - len(waiting))
        return folded

    with patch.object(keeping, "fold_cases", fold):
        reports.begin_rebuild(by=_BY, at=NOON)
        # Its moment lies before all that happens meanwhile, as in a rebuild that takes an hour.
        list(reports.rebuild(by=_BY, at=NOON + timedelta(hours=2)))
    _follow()
    counted, summed = _told(world), _value(world, "fcr")
    Observed.objects.all().delete()
    reports.begin_rebuild(by=_BY, at=NOON)
    list(reports.rebuild(by=_BY, at=NOON + timedelta(days=30)))
    reports.mark_all_dirty(by=_BY, at=NOON)
    _follow()
    assert (_told(world), _value(world, "fcr")) == (counted, summed)


def test_a_rebuild_that_is_asked_for_anew_begins_with_the_first_case(world: World) -> None:
    reports.follow_events(by=_BY, at=NOON)
    for customer in range(3):
        make_case(world, customer=customer)
    reports.begin_rebuild(by=_BY, at=NOON)
    with patch.object(following, "write_cases") as write:
        write.side_effect = lambda *_, **__: reports.begin_rebuild(by=_BY, at=NOON + timedelta(hours=1))
        assert reports.go_on_rebuilding(by=_BY, at=NOON) == 3
    assert queries.rebuild_state().reached == 0
    assert queries.is_rebuilding()


def test_a_closed_period_stays_what_it_was(world: World) -> None:
    reports.follow_events(by=_BY, at=NOON)
    case = make_case(world)
    _reply(world, case, 2)
    _resolve(case, 5)
    _follow()
    then = NOON + timedelta(days=10)
    closed = _value(world, "resolution_mean", as_of=then)
    cases.change_status(case=case, status=Status.OPEN, by=_BY, at=NOON + timedelta(days=11))
    _follow()
    assert _value(world, "resolution_rate") == 0.0
    assert _value(world, "resolution_mean", as_of=then) == closed == 5.0


def test_what_was_there_before_the_measures_is_folded_by_a_rebuild(world: World) -> None:
    make_case(world)
    relay.publish(at=NOON)
    reports.follow_events(by=_BY, at=NOON)
    assert not Observed.objects.exists()
    assert reports.go_on_rebuilding(by=_BY, at=NOON) == 1
    assert reports.go_on_rebuilding(by=_BY, at=NOON) == 0
    assert Observed.objects.get().kind == "case"


def test_two_chats_at_once_are_counted_with_the_time_that_each_took(world: World) -> None:
    reports.follow_events(by=_BY, at=NOON)
    deniz, her = world.staff["deniz"], Actor.customer(None)
    chats = []
    for number in range(2):
        opening = Opening(
            brand=world.brand, channel="live_chat", secret=f"{number}" * 43, client_id="m", text="Merhaba"
        )
        chat = start_chat(opening=opening, by=her, at=NOON)
        by, later = Actor.staff(deniz.pk), NOON + timedelta(seconds=20 + 30 * number)
        accept_chat(chat=chat, staff=deniz, by=by, at=later)
        chats.append(chat)
    for chat in chats:
        end_chat(chat=chat, ended_by="staff", by=her, at=NOON + timedelta(seconds=110))
    _follow()
    assert _value(world, "chat_wait") == 35.0
    assert _value(world, "chat_service_level") == 100.0
    assert _value(world, "chat_concurrency") == round(150 / 90, 2)
    assert _value(world, "chat_abandonment") == 0.0
