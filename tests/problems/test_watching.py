"""A problem from suspicion to closing: guards, ties, the watch of ninety days, and a fix that failed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from muhatap.audit import relay
from muhatap.audit.models import Event
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from muhatap.problems import operations as problems
from muhatap.problems.models import Problem, ProblemCase
from muhatap.problems.queries import problem_visible_to, ties_of
from muhatap.problems.states import How, State
from tests.problems import telling as tell
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=20)
SYSTEM = Actor.system("problems")


@pytest.fixture
def mert(world):
    return Actor.staff(world.staff["mert"].pk)


def test_each_brand_counts_its_problems_and_only_its_readers_see_them(world):
    first, second = tell.opened(world), tell.opened(world)
    assert [first.name, second.name] == ["P-1", "P-2"]
    assert problem_visible_to(world.staff["deniz"], first.id) == first
    assert problem_visible_to(world.stranger, first.id) is None
    assert problem_visible_to(world.staff["arda"], first.id) is None


@pytest.mark.parametrize("wrong", [{"title": "  "}, {"severity": 0}, {"severity": 5}])
def test_what_is_no_problem_is_not_opened(world, wrong):
    with pytest.raises(problems.NotAProblem):
        tell.opened(world, **wrong)
    assert not Problem.objects.exists()


def test_a_fix_needs_a_cause_and_a_day_and_nothing_moves_without(world, mert):
    problem = tell.confirmed(world)
    with pytest.raises(problems.CannotMove) as refused:
        problems.move(problem=problem, to=State.FIXED, by=mert, at=NOON)
    assert refused.value.missing == ("root_cause", "fix", "fixed_on")
    with pytest.raises(problems.CannotMove) as refused:
        problems.move(problem=problem, to=State.WATCHED, by=mert, at=NOON)
    assert refused.value.missing == ()
    problem.refresh_from_db()
    assert problem.state == State.CONFIRMED


def test_tying_is_once_and_reversible_and_both_stand_on_the_record_of_the_case(world, mert):
    problem, case = tell.opened(world), make_case(world)
    assert problems.tie(problem=problem, case=case, how=How.AGENT, by=mert, at=NOON)
    assert not problems.tie(problem=problem, case=case, how=How.BULK, by=mert, at=NOON)
    assert [tied.problem for tied in ties_of(case)] == [problem]
    problems.untie(problem=problem, case=case, by=mert, at=NOON)
    with pytest.raises(problems.NotTied):
        problems.untie(problem=problem, case=case, by=mert, at=NOON)
    assert problems.tie(problem=problem, case=case, how=How.AGENT, by=mert, at=NOON)
    kinds = list(Event.objects.filter(kind__startswith="problem.case_").values_list("kind", flat=True))
    assert sorted(kinds) == ["problem.case_tied", "problem.case_tied", "problem.case_untied"]


def test_a_case_of_another_brand_is_tied_only_where_it_is_affected(world, mert):
    theirs = make_case(world, brand=world.other_brand)
    with pytest.raises(problems.OtherBrand):
        problems.tie(problem=tell.opened(world), case=theirs, how=How.AGENT, by=mert, at=NOON)
    wide = tell.opened(world, affected_brands=["liman"])
    assert problems.tie(problem=wide, case=theirs, how=How.AGENT, by=mert, at=NOON)


@pytest.mark.parametrize(
    ("text", "ties"),
    [("Ekranda err 1042 yazıyor", True), ("ERR-1042", True), ("Kod 1042", False), ("ERR-10421", False)],
)
def test_a_case_that_names_the_code_is_tied_by_whatever_channel_it_came(world, text, ties):
    tell.confirmed(world)
    case = make_case(world, text=text, channel="email")
    assert bool(problems.match_error_code(case=case, by=SYSTEM, at=NOON)) is ties
    assert ProblemCase.objects.filter(case=case, how=How.ERROR_CODE).exists() is ties


def test_a_watch_begins_by_itself_and_lasts_ninety_days_on_the_clock_of_the_brand(world):
    problem = tell.fixed(world)
    assert problem.state == State.WATCHED
    assert problem.watch_until == datetime(2027, 2, 16, 21, 0, tzinfo=UTC)


def test_a_fix_that_comes_later_is_watched_from_its_day(world):
    problem = tell.fixed(world, on=date(2026, 11, 25))
    assert problem.state == State.FIXED
    problems.tend(by=SYSTEM, at=NOON + timedelta(days=6))
    problem.refresh_from_db()
    assert problem.state == State.FIXED
    problems.tend(by=SYSTEM, at=NOON + timedelta(days=7))
    problem.refresh_from_db()
    assert problem.state == State.WATCHED


def test_the_first_case_after_the_fix_reopens_it_and_alarms_the_owner_once(world, mert):
    problem = tell.fixed(world)
    for number in range(3):
        case = make_case(world, at=LATER + timedelta(hours=number), customer=number, text="Yine ERR-1042")
        problems.match_error_code(case=case, by=SYSTEM, at=LATER + timedelta(hours=number))
    problem.refresh_from_db()
    assert problem.state == State.REOPENED
    assert problem.watch_until is None
    alarms = Notice.objects.filter(kind="problem_returned")
    assert [notice.staff_id for notice in alarms] == [world.staff["mert"].pk]
    assert Event.objects.filter(kind="problem.returned").count() == 1


@pytest.mark.parametrize("days", [-3, 0])
def test_a_case_from_before_the_fix_or_of_its_day_says_nothing_against_it(world, mert, days):
    problem = tell.fixed(world)
    case = make_case(world, at=NOON + timedelta(days=days))
    problems.tie(problem=problem, case=case, how=How.AGENT, by=mert, at=LATER)
    problem.refresh_from_db()
    assert problem.state == State.WATCHED


def test_a_fix_that_failed_twice_alarms_twice(world, mert):
    problem = tell.fixed(world)
    problems.tie(problem=problem, case=make_case(world, at=LATER), how=How.AGENT, by=mert, at=LATER)
    said = {"root_cause": "Başka neden", "fix": "Yeni sürüm", "fixed_on": date(2026, 12, 10)}
    problems.describe(problem=problem, known=tell.known(world, **said), by=mert, at=LATER)
    problems.move(problem=problem, to=State.FIXED, by=mert, at=LATER)
    again = LATER + timedelta(days=10)
    problems.tie(
        problem=problem, case=make_case(world, at=again, customer=1), how=How.AGENT, by=mert, at=again
    )
    assert Notice.objects.filter(kind="problem_returned").count() == 2


def test_a_fix_that_held_closes_once_it_is_decided_what_improves(world, mert):
    problem = tell.fixed(world)
    over = problem.watch_until
    for at in (over - timedelta(seconds=1), over, over + timedelta(hours=1)):
        problems.tend(by=SYSTEM, at=at)
    problem.refresh_from_db()
    assert problem.state == State.WATCHED
    assert Notice.objects.filter(kind="problem_watch_over").count() == 1
    with pytest.raises(problems.CannotMove) as refused:
        problems.move(problem=problem, to=State.CLOSED, by=mert, at=over)
    assert refused.value.missing == ("improvement",)
    said = {"root_cause": problem.root_cause, "fix": problem.fix, "fixed_on": problem.fixed_on}
    problems.describe(problem=problem, known=tell.known(world, **said, improves=False), by=mert, at=over)
    problems.tend(by=SYSTEM, at=over)
    problem.refresh_from_db()
    assert problem.state == State.CLOSED


def test_the_day_of_a_fix_that_is_watched_stays(world, mert):
    problem = tell.fixed(world)
    with pytest.raises(problems.NotAProblem):
        problems.describe(problem=problem, known=tell.known(world, fix="x", root_cause="y"), by=mert, at=NOON)
    problem.refresh_from_db()
    assert problem.fixed_on == date(2026, 11, 18)


def test_describing_tells_what_changed_and_nothing_when_nothing_did(world, mert):
    problem = tell.opened(world)
    assert problems.describe(problem=problem, known=tell.known(world), by=mert, at=NOON) == ()
    changed = problems.describe(
        problem=problem, known=tell.known(world, workaround="Uygulamadan alın"), by=mert, at=NOON
    )
    assert changed == ("workaround",)
    assert problem.workaround == "Uygulamadan alın"


def test_the_way_from_what_is_seen_to_the_cause_is_kept_in_its_order(world, mert):
    whys = ["Kod gelmiyor", " Kuyruk doldu ", "", "Tek sağlayıcı var", "a", "b", "c"]
    problem = tell.opened(world)
    assert problem.whys == []
    changed = problems.describe(problem=problem, known=tell.known(world, whys=whys), by=mert, at=NOON)
    assert changed == ("whys",)
    assert problem.whys == ["Kod gelmiyor", "Kuyruk doldu", "Tek sağlayıcı var", "a", "b"]
    assert problem.steps.get(what="described").words == "whys"


def test_a_case_through_the_outbox_is_tied(world):
    tell.confirmed(world)
    case = make_case(world, text="err 1042", customer=2)
    relay.publish(at=NOON)
    relay.run_listeners(at=NOON)
    assert ProblemCase.objects.filter(case=case).count() == 1
