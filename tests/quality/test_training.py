"""Training: seats, who came, certificates whose last day routing respects, and what is missing."""

from datetime import date, timedelta

import pytest

from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from muhatap.quality import operations as quality
from muhatap.quality import queries
from muhatap.quality.models import Came, Certificate
from muhatap.routing.models import HeldSkill, Skill
from muhatap.routing.queries import people_at
from tests.quality import telling as tell
from tests.world import NOON

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("quality")


@pytest.fixture
def course(world):
    Skill.objects.create(brand=world.brand, code="refunds", names={"tr": "İade"}, topics=["PAY-WD"])
    return quality.write_course(
        brand=world.brand,
        code="iade",
        outline=quality.Outline(
            name="İade süreci", kind="product", is_mandatory=True, valid_months=12, skill="refunds"
        ),
        by=tell.by(world, "mert"),
        at=NOON,
    )


def session(world, course, **more):
    said = {"begins_at": NOON + timedelta(days=1), "minutes": 90, "seats": 2, **more}
    return quality.plan_session(course=course, **said, by=tell.by(world, "mert"), at=NOON)


def enrol(world, held, *logins):
    for login in logins:
        quality.enrol(session=held, staff=world.staff[login], by=tell.by(world, "mert"), at=NOON)


def skills_of(world, login, at):
    person = next(each for each in people_at([world.brand.id], at) if each.id == world.staff[login].pk)
    return {code for _, code in person.skills}


def test_whoever_came_is_certified_and_routing_gives_her_the_skill_until_its_last_day(world, course):
    held = session(world, course)
    enrol(world, held, "deniz", "selin")
    made = quality.note_attendance(
        session=held, came=[world.staff["deniz"].pk], by=tell.by(world, "mert"), at=NOON + timedelta(days=2)
    )
    assert [(each.staff.name, each.issued_on, each.expires_on) for each in made] == [
        ("Deniz Aydın", date(2026, 11, 19), date(2027, 11, 18))
    ]
    assert dict(held.attendances.values_list("staff__name", "state")) == {
        "Deniz Aydın": Came.ATTENDED,
        "Selin Er": Came.ABSENT,
    }
    assert skills_of(world, "selin", NOON + timedelta(days=3)) == set()
    assert skills_of(world, "deniz", NOON + timedelta(days=3)) == {"refunds"}
    assert skills_of(world, "deniz", NOON.replace(year=2027)) == {"refunds"}
    assert skills_of(world, "deniz", NOON.replace(year=2027) + timedelta(days=1)) == set()


def test_a_revoked_certificate_takes_the_skill_at_once(world, course):
    by = tell.by(world, "mert")
    made = quality.certify(course=course, staff=world.staff["deniz"], issued_on=NOON.date(), by=by, at=NOON)
    assert skills_of(world, "deniz", NOON) == {"refunds"}
    with pytest.raises(ValueError, match="reason"):
        quality.revoke_certificate(certificate=made, reason=" ", by=by, at=NOON)
    quality.revoke_certificate(certificate=made, reason="Sınav geçersiz.", by=by, at=NOON)
    quality.revoke_certificate(certificate=made, reason="Bir daha.", by=by, at=NOON)
    assert skills_of(world, "deniz", NOON) == set()
    assert Certificate.objects.get().revoked_because == "Sınav geçersiz."


def test_a_renewal_goes_on_without_a_gap_and_an_older_paper_never_shortens_it(world, course):
    by, deniz = tell.by(world, "mert"), world.staff["deniz"]
    quality.certify(course=course, staff=deniz, issued_on=NOON.date(), by=by, at=NOON)
    newer = quality.certify(
        course=course, staff=deniz, issued_on=date(2027, 10, 1), by=by, at=NOON.replace(year=2027, month=10)
    )
    held = HeldSkill.objects.get()
    assert (held.valid_from, held.valid_until) == (NOON.date(), date(2028, 9, 30))
    quality.certify(course=course, staff=deniz, issued_on=date(2026, 1, 5), by=by, at=NOON)
    held.refresh_from_db()
    assert held.valid_until == date(2028, 9, 30)
    quality.revoke_certificate(certificate=newer, reason="Yanlış kişi.", by=by, at=NOON)
    held.refresh_from_db()
    assert held.valid_until == date(2027, 11, 17)


def test_a_course_whose_skill_routing_does_not_know_gives_none(world, course):
    Skill.objects.all().delete()
    by = tell.by(world, "mert")
    quality.certify(course=course, staff=world.staff["deniz"], issued_on=NOON.date(), by=by, at=NOON)
    assert not HeldSkill.objects.exists()


def test_seats_end_and_a_noted_session_stays_as_it_is(world, course):
    held = session(world, course, seats=1)
    enrol(world, held, "deniz", "deniz")
    with pytest.raises(quality.NoSeat):
        enrol(world, held, "selin")
    quality.withdraw(session=held, staff=world.staff["deniz"], by=tell.by(world, "deniz"), at=NOON)
    enrol(world, held, "selin")
    quality.note_attendance(session=held, came=[], by=tell.by(world, "mert"), at=NOON)
    for again in (
        lambda: enrol(world, held, "deniz"),
        lambda: quality.note_attendance(session=held, came=[], by=SYSTEM, at=NOON),
    ):
        with pytest.raises(quality.Noted):
            again()


def test_what_is_no_course_is_refused(world):
    for wrong in ({"name": " "}, {"kind": "yoga"}, {"valid_months": 0}, {"valid_months": 999}):
        outline = quality.Outline(**{"name": "İade", "kind": "product", **wrong})
        with pytest.raises(quality.NotACourse):
            quality.write_course(brand=world.brand, code="iade", outline=outline, by=SYSTEM, at=NOON)


def test_what_is_missing_and_what_runs_out_is_listed_and_told(world, course):
    by, deniz = tell.by(world, "mert"), world.staff["deniz"]
    quality.certify(course=course, staff=deniz, issued_on=date(2025, 12, 10), by=by, at=NOON)
    today = NOON.date()
    gaps = queries.training_gaps(world.brand, today)
    assert [each.staff.name for each in gaps] == ["Mert Soylu", "Pelin Ateş", "Selin Er"]
    soon = queries.certificates_expiring(world.brand, today, today + timedelta(days=30))
    assert [each.expires_on for each in soon] == [date(2026, 12, 9)]
    quality.tell_overdue(brand=world.brand, by=SYSTEM, at=NOON)
    assert Notice.objects.filter(kind="training_missing").count() == 3
    assert Notice.objects.filter(kind="training_expires", staff=deniz).count() == 1
    later = queries.training_gaps(world.brand, date(2026, 12, 10))
    assert (later[0].staff, later[0].since) == (deniz, date(2026, 12, 9))


def test_another_brand_sees_nothing_of_it(world, course):
    assert queries.courses_visible_to(world.stranger) == []
    assert queries.course_visible_to(world.stranger, course.id) is None
    assert queries.session_visible_to(world.stranger, session(world, course).id) is None
