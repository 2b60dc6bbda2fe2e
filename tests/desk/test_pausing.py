"""The page on which a longer pause is asked for and agreed to."""

from muhatap.cases import operations as cases
from muhatap.cases.statuses import Status
from muhatap.kernel.actors import Actor
from muhatap.promises.models import Clock
from tests.world import load, make_case


def test_one_asks_and_another_agrees(world, sign_in):
    case = make_case(world)
    cases.change_status(
        case=load(case.id),
        status=Status.WAITING_CUSTOMER,
        by=Actor.staff(world.staff["deniz"].pk),
        at=case.received_at,
    )
    clock = Clock.objects.get(case=case, name="resolve")
    place = f"/desk/cases/{case.number}/promises/{clock.id}/wait/"
    assert sign_in("gul").get(place).status_code == 403
    assert sign_in("deniz").get(place).status_code == 200
    for typed, status in (
        ({"do": "ask", "reason": ""}, 422),
        ({"do": "ask", "reason": "Banka"}, 303),
        ({"do": "ask", "reason": "Banka"}, 409),
        ({"do": "agree"}, 409),
    ):
        assert sign_in("deniz").post(place, typed).status_code == status
    clock.refresh_from_db()
    assert clock.longer_pause is None
    assert sign_in("mert").post(place, {"do": "agree"}).status_code == 303
    clock.refresh_from_db()
    assert clock.longer_pause is not None
