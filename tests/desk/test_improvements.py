"""The register at the desk: measures are read from the reports; an alert opens one by itself."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from muhatap.audit import relay
from muhatap.kernel.actors import Actor
from muhatap.quality import operations as quality
from muhatap.quality import queries
from muhatap.quality.models import Improvement
from muhatap.reports import operations as reports
from muhatap.reports.models import Alert
from tests.problems import telling as tell_problem
from tests.quality import telling as tell
from tests.world import make_case

pytestmark = pytest.mark.django_db
PLACE = "/desk/improvements/"
BY = Actor.system("test")


def follow(at):
    """Bring the figures up to the cases that were just made."""
    relay.publish(at=at)
    while reports.follow_events(by=BY, at=at) or reports.roll_days(by=BY, at=at):
        pass


def form(world, **more):
    due = timezone.localdate() + timedelta(days=30)
    said = {
        "title": "Hazır metin",
        "action": "Bekleme metnini yaz.",
        "measure": "cases_received",
        "target": "10,5",
        "better": "down",
        "owner": str(world.staff["mert"].pk),
        "check_on": due.isoformat(),
    }
    return said | more


def test_a_baseline_is_read_from_the_reports_and_the_cause_is_a_problem(sign_in, world):
    at = timezone.now()
    reports.follow_events(by=BY, at=at)
    make_case(world, at=at - timedelta(days=3))
    follow(at)
    problem, mert = tell_problem.confirmed(world), sign_in("mert")
    place = mert.post(f"{PLACE}new/nehir/", form(world, problem=str(problem.id)))["location"]
    made = Improvement.objects.get()
    assert (made.baseline, made.target, made.problem_id) == (1, Decimal("10.5"), problem.id)
    assert problem.title in mert.get(place).content.decode()
    for wrong in ({"measure": "x"}, {"target": "çok"}, {"owner": "7"}, {"check_on": ""}, {"title": " "}):
        assert mert.post(f"{PLACE}new/nehir/", form(world, **wrong)).status_code == 422
    assert mert.post(f"{PLACE}new/liman/", form(world)).status_code == 404
    assert sign_in("deniz").get(f"{PLACE}new/nehir/").status_code == 403
    assert sign_in("stranger").get(place).status_code == 404
    assert made.title in sign_in("deniz").get(PLACE).content.decode()


def test_it_closes_with_what_the_measure_says_then_and_not_before(sign_in, world):
    at = timezone.now()
    reports.follow_events(by=BY, at=at)
    made = quality.open_improvement(
        brand=world.brand,
        change=tell.change(world, measure="csat", check_on=timezone.localdate() + timedelta(days=9)),
        baseline=quality.Reading(
            Decimal(60),
            40,
            timezone.localdate() - timedelta(days=31),
            timezone.localdate() - timedelta(days=1),
        ),
        by=tell.by(world, "mert"),
        at=at,
    )
    mert, place = sign_in("mert"), f"{PLACE}{made.id}/"
    said = {"verdict": "kept", "result": "Kalıyor."}
    assert mert.post(f"{place}close/", said).status_code == 409, "nobody answered a survey yet"
    assert sign_in("selin").post(f"{place}close/", said).status_code == 403
    assert mert.post(f"{place}publish/", {}).status_code == 409
    Improvement.objects.filter(id=made.id).update(measure="cases_received")
    make_case(world, at=at)
    follow(at)
    assert mert.post(f"{place}close/", said | {"verdict": "x"}).status_code == 422
    assert mert.post(f"{place}close/", said).status_code == 303
    made.refresh_from_db()
    assert (made.after, made.after_size) == (1, 1)
    texts = {f"{name}_{code}": "Sözünüz." for name in ("said", "did") for code in world.brand.languages}
    assert 'name="said_tr"' not in mert.get(place).content.decode(), "who closed it does not publish it"
    assert mert.post(f"{place}publish/", texts).status_code == 403
    assert queries.published_improvements(world.brand) == []
    pelin = sign_in("pelin")
    assert 'name="said_tr"' in pelin.get(place).content.decode()
    assert pelin.post(f"{place}publish/", {"said_tr": "x"}).status_code == 422
    assert pelin.post(f"{place}publish/", texts).status_code == 303
    assert len(queries.published_improvements(world.brand)) == 1
    assert mert.post(f"{place}withdraw/").status_code == 303
    assert queries.published_improvements(world.brand) == []
    assert mert.post(f"{place}nonsense/").status_code == 404


def test_its_day_moves_with_a_reason(sign_in, world):
    made, mert = tell.improvement(world), sign_in("mert")
    later = (timezone.localdate() + timedelta(days=60)).isoformat()
    place = f"{PLACE}{made.id}/move/"
    assert mert.post(place, {"check_on": later, "reason": ""}).status_code == 422
    assert mert.post(place, {"check_on": later, "reason": "Metin gecikti."}).status_code == 303
    assert sign_in("selin").post(place, {"check_on": later, "reason": "x"}).status_code == 403


def test_a_measure_that_leaves_its_limits_opens_one_of_its_owner(world):
    at = timezone.now()
    reports.follow_events(by=BY, at=at)
    for customer in range(2):
        make_case(world, at=at - timedelta(hours=1), customer=customer)
    follow(at)
    reports.set_bound(
        brand=world.brand,
        measure="cases_received",
        limits=(None, Decimal(1)),
        days=7,
        owner=world.staff["mert"],
        action="Vardiyayı büyütür.",
        by=tell.by(world, "mert"),
        at=at,
    )
    reports.watch_bounds(by=BY, at=at)
    relay.publish(at=at)
    while relay.run_listeners(at=at):
        pass
    made = Improvement.objects.get()
    assert (made.owner, made.baseline, made.target) == (world.staff["mert"], 2, 1)
    assert (made.is_better_up, made.action) == (False, "Vardiyayı büyütür.")
    assert made.alert_id == Alert.objects.get().id
