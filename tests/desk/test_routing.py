"""The page about routing, and what a case says of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.accounts.models import Visit
from muhatap.kernel.actors import Actor
from muhatap.routing import operations as routing
from muhatap.routing.models import BrandWeights, Limits, NamedContact, QueueRouting, Skill
from muhatap.routing.rules import Strategy
from muhatap.ui.furniture import CHANNELS
from tests.world import load, make_case

pytestmark = pytest.mark.django_db
BY = Actor.system("routing")


def switch_on(world, at, **more):
    values = {"is_on": True, "strategy": Strategy.ROUND_ROBIN, "return_minutes": 10, **more}
    routing.set_queue(queue=world.queues["payments"], **values, by=BY, at=at)


def be_here(member, at):
    Visit.objects.create(staff=member, session_key=member.email[:40], begun_at=at, seen_at=at)


def weights(**more) -> dict[str, str]:
    return {f"weight_{code}": "1" for code in CHANNELS} | more


@pytest.mark.parametrize("login", ["deniz", "gul"])
def test_others_do_not_set_it(world, sign_in, login):
    client = sign_in(login)
    assert client.get("/desk/routing/").status_code == 403
    assert client.post("/desk/routing/nehir/queues/", weights()).status_code == 404
    assert not QueueRouting.objects.exists()


def test_nobody_sets_another_brand(world, sign_in):
    assert sign_in("stranger").post("/desk/routing/nehir/queues/", weights()).status_code == 404
    assert sign_in("stranger").get("/desk/routing/nehir/skills/new/").status_code == 404


@pytest.mark.parametrize("login", ["arda", "mert"])
def test_a_queue_is_switched_on(world, sign_in, login):
    queue = world.queues["payments"]
    given = weights(weight_phone="5")
    given |= {f"on_{queue.id}": "on", f"strategy_{queue.id}": "least_loaded", f"minutes_{queue.id}": "20"}
    assert sign_in(login).post("/desk/routing/nehir/queues/", given).status_code == 303
    stored = QueueRouting.objects.get(queue=queue)
    assert (stored.is_on, stored.strategy, stored.return_minutes) == (True, "least_loaded", 20)
    assert BrandWeights.objects.get(brand=world.brand).weights["phone"] == 5
    assert not QueueRouting.objects.filter(brand=world.other_brand).exists()
    assert 'value="20"' in sign_in(login).get("/desk/routing/").text


@pytest.mark.parametrize("wrong", ["0", "201", "-1", "viel", ""])
def test_a_weight_that_is_none_is_refused_whole(world, sign_in, wrong):
    answer = sign_in("arda").post("/desk/routing/nehir/queues/", weights(weight_email=wrong))
    assert answer.status_code == 400
    assert not QueueRouting.objects.exists()


def test_what_people_carry(world, sign_in):
    deniz = world.staff["deniz"]
    given = {
        f"points_{deniz.pk}": "7",
        f"channels_{deniz.pk}": "email 5, phone 1",
        f"languages_{deniz.pk}": "tr",
    }
    assert sign_in("mert").post("/desk/routing/nehir/people/", given).status_code == 303
    stored = Limits.objects.get(staff=deniz)
    assert (stored.points, stored.channels, stored.languages) == (7, {"email": 5, "phone": 1}, ["tr"])
    for wrong in (
        {f"points_{deniz.pk}": "0"},
        {f"points_{deniz.pk}": "3", f"channels_{deniz.pk}": "pigeon 2"},
    ):
        assert sign_in("mert").post("/desk/routing/nehir/people/", wrong).status_code == 400
    stranger = world.stranger.pk
    sign_in("mert").post("/desk/routing/nehir/people/", {f"points_{stranger}": "1"})
    assert not Limits.objects.filter(staff=stranger).exists()


def test_a_skill_is_made_changed_and_removed(world, sign_in):
    client, deniz = sign_in("arda"), world.staff["deniz"]
    given = {"name_tr": "İadeler", "name_en": "Refunds", "topic": "PAY-WD", f"has_{deniz.pk}": "on"}
    given |= {f"from_{deniz.pk}": "2026-11-01", f"until_{deniz.pk}": "2026-12-31"}
    assert client.post("/desk/routing/nehir/skills/new/", given).status_code == 303
    skill = Skill.objects.get()
    assert (skill.code, skill.topics) == ("refunds", ["PAY-WD"])
    assert str(skill.held.get().valid_until) == "2026-12-31"
    place = f"/desk/routing/nehir/skills/{skill.id}/"
    assert 'value="2026-12-31"' in client.get(place).text
    assert client.post(place, {**given, f"until_{deniz.pk}": "2026-10-01"}).status_code == 400
    assert client.post(place, {"name_en": "Refunds"}).status_code == 303
    assert not skill.held.exists()
    assert client.post(place, {"remove": "1"}).status_code == 303
    assert not Skill.objects.exists()


def test_a_case_says_which_rule_decided(world, sign_in):
    now = timezone.now()
    case = make_case(world, at=now - timedelta(minutes=2))
    switch_on(world, now)
    be_here(world.staff["deniz"], now)
    routing.route(by=BY, at=now)
    shown = sign_in("mert").get(f"/desk/cases/{case.number}/").text
    assert load(case.id).owner == world.staff["deniz"]
    assert "Deniz Aydın" in shown
    assert "only one here who fits" in shown or "uyan ve yeri olan" in shown


def test_a_case_says_why_it_waits(world, sign_in):
    now = timezone.now()
    case = make_case(world, at=now)
    switch_on(world, now)
    routing.route(by=BY, at=now)
    shown = sign_in("mert").get(f"/desk/cases/{case.number}/").text
    assert "Nobody who fits is here now." in shown or "şu anda burada değil" in shown


def test_a_supervisor_names_who_looks_after_a_customer(world, sign_in):
    case = make_case(world)
    place = f"/desk/cases/{case.number}/account-manager/"
    selin = world.staff["selin"]
    assert sign_in("deniz").get(place).status_code == 403
    assert sign_in("stranger").get(place).status_code == 404
    client = sign_in("mert")
    assert client.post(place, {"staff": str(selin.pk)}).status_code == 303
    assert NamedContact.objects.get(customer=case.customer).staff == selin
    assert "selected" in client.get(place).text
    assert client.post(place, {"staff": str(world.stranger.pk)}).status_code == 404
    client.post(place, {"staff": ""})
    assert not NamedContact.objects.exists()
