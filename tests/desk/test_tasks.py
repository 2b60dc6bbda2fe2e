"""Tasks of departments on any case: who is asked sees the task and its files, and nothing of the case."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.timezone import localtime

from muhatap.accounts.roles import Role
from muhatap.audit import relay
from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.models import WorkItem, WorkState
from muhatap.cases.tasks import remind_of_work
from muhatap.cases.work import evidence_of
from muhatap.channels.contract import InboundFile
from muhatap.customers.restriction import RESTRICTED
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from tests.world import make_case, make_staff

PDF = b"%PDF-1.4\n" + bytes(90)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def case(world, now):
    return make_case(world, at=now - timedelta(minutes=5), files=(InboundFile("dekont.pdf", PDF),))


@pytest.fixture
def fikret(world):
    expert = make_staff(world.brand, "finans@nehir.example", "Fikret Usta", Role.SPECIALIST)
    world.teams["payments"].members.add(expert)
    world.staff["fikret"] = expert
    return expert


def form(world, now, **more):
    due = localtime(now + timedelta(hours=4))
    return {
        "to": f"team:{world.teams['payments'].pk}",
        "title": "Havuzda mı?",
        "question": "Tutar aracı kuruluşta mı, ne zaman çözülür?",
        "due_at": f"{due:%Y-%m-%dT%H:%M}",
        **more,
    }


def give(world, case, now, **more):
    new = cases.NewWork(
        team=world.teams["payments"],
        title="Havuzda mı?",
        question="Nerede?",
        due_at=now + timedelta(hours=4),
        **more,
    )
    return cases.give_work(case=case, new=new, by=Actor.staff(world.staff["deniz"].pk), at=now)


def notices(kind, at):
    relay.publish(at=at)
    relay.run_listeners(at=at)
    return {notice.staff.name for notice in Notice.objects.filter(kind=kind).select_related("staff")}


def test_a_task_from_the_question_to_the_answer(world, sign_in, case, now, fikret):
    asker = sign_in("deniz")
    new = f"/desk/cases/{case.number}/tasks/new/"
    assert "dekont.pdf" in asker.get(new).content.decode()
    (file,) = evidence_of(case)
    answer = asker.post(new, form(world, now, to=f"{world.teams['payments'].pk}:{fikret.pk}", shown=file.id))
    assert answer.headers["Location"] == f"/desk/cases/{case.number}/"
    work = WorkItem.objects.get()
    assert (work.owner, work.state, work.asked_by) == (fikret, WorkState.WAITING, world.staff["deniz"])
    assert "Havuzda mı?" in asker.get(f"/desk/cases/{case.number}/").content.decode()
    assert notices("task_given", now) == {"Fikret Usta"}

    doer = sign_in("fikret")
    page = doer.get(f"/desk/tasks/{work.id}/").content.decode()
    assert "dekont.pdf" in page
    assert case.number not in page
    assert case.subject not in page
    assert doer.get(f"/desk/cases/{case.number}/").status_code in {403, 404}
    assert doer.post(f"/desk/tasks/{work.id}/", {"answer": ""}).status_code == 422
    given = {"answer": "Havuzda, yarın çözülür.", "files": SimpleUploadedFile("panel.pdf", PDF)}
    assert doer.post(f"/desk/tasks/{work.id}/", given).status_code == 303
    assert doer.post(f"/desk/tasks/{work.id}/", {"answer": "Yine"}).status_code == 409
    assert notices("task_answered", now) == {"Deniz Aydın"}
    assert [each.name for each in evidence_of(case)] == ["dekont.pdf", "panel.pdf"]
    told = asker.get(f"/desk/cases/{case.number}/").content.decode()
    assert "Havuzda, yarın çözülür." in told
    assert "Havuzda mı?" in asker.get("/desk/tasks/").content.decode()
    kinds = Event.objects.filter(stream_id=case.id, kind__startswith="work.").order_by("seq")
    assert list(kinds.values_list("kind", flat=True)) == ["work.given", "work.answered"]


@pytest.mark.parametrize(
    "wrong", [{"to": ""}, {"to": "team:1"}, {"title": " "}, {"question": ""}, {"due_at": "2020-01-01T10:00"}]
)
def test_a_task_lacks_nothing(world, sign_in, case, now, wrong):
    answer = sign_in("deniz").post(f"/desk/cases/{case.number}/tasks/new/", form(world, now, **wrong))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)
    assert not WorkItem.objects.exists()


def test_files_of_other_cases_are_never_shown(world, sign_in, case, now):
    other = make_case(world, at=now, customer=1, files=(InboundFile("gizli.pdf", PDF + b"x"),))
    (file,) = evidence_of(other)
    sign_in("deniz").post(f"/desk/cases/{case.number}/tasks/new/", form(world, now, shown=file.id))
    assert not WorkItem.objects.get().shown.exists()


def test_one_of_the_department_takes_it(world, sign_in, case, now, fikret):
    work = give(world, case, now)
    assert work.title in sign_in("deniz").get("/desk/tasks/").content.decode()
    doer = sign_in("fikret")
    assert doer.post(f"/desk/tasks/{work.id}/take/").headers["Location"] == f"/desk/tasks/{work.id}/"
    assert WorkItem.objects.get().owner == fikret
    # It is hers now: others of the team no longer find it among what waits for them.
    assert sign_in("deniz").get(f"/desk/tasks/{work.id}/").status_code == 404
    with pytest.raises(cases.WorkTakenAlready):
        cases.take_work(work=work, staff=world.staff["deniz"], by=Actor.system("test"), at=now)
    assert Event.objects.filter(kind="work.taken").count() == 1


def test_a_task_waits_while_the_data_are_only_kept(world, sign_in, case, now, fikret):
    task = give(world, case, now)
    place = f"/desk/tasks/{task.id}/"
    assert sign_in("fikret").get(place).status_code == 200
    case.customer.preferences = {RESTRICTED: now.isoformat()}
    case.customer.save()
    page = sign_in("fikret").get(place, follow=True).content.decode()
    assert "Nerede?" not in page
    sign_in("fikret").post(place, {"answer": "Havuzda."})
    assert WorkItem.objects.get(id=task.id).state == WorkState.WAITING


def test_a_task_is_taken_back_once(world, sign_in, case, now, fikret):
    work = give(world, case, now, owner=fikret)
    back = f"/desk/cases/{case.number}/tasks/{work.id}/withdraw/"
    assert sign_in("gul").post(back).status_code == 403
    client = sign_in("deniz")
    assert client.post(back).status_code == 303
    client.post(back)
    assert Event.objects.filter(kind="work.withdrawn").count() == 1
    assert sign_in("fikret").get(f"/desk/tasks/{work.id}/").status_code == 404
    assert notices("task_withdrawn", now) == {"Fikret Usta"}
    with pytest.raises(cases.WorkEnded):
        cases.answer_work(work=work, answer="x", added=(), by=Actor.staff(fikret.pk), at=now)


def test_both_sides_hear_once_that_the_time_has_passed(world, case, now, fikret):
    give(world, case, now, owner=fikret)
    assert remind_of_work(now + timedelta(hours=3)) == 0
    assert remind_of_work(now + timedelta(hours=4)) == 1
    assert remind_of_work(now + timedelta(hours=5)) == 0
    assert notices("task_late", now) == {"Fikret Usta"}
    assert notices("task_late_asked", now) == {"Deniz Aydın"}


def test_tasks_of_others_and_of_other_brands_are_not_there(world, sign_in, case, now):
    work = give(world, case, now)
    for name in ("selin", "stranger"):
        client = sign_in(name)
        assert client.get(f"/desk/tasks/{work.id}/").status_code == 404
        assert client.post(f"/desk/tasks/{work.id}/take/").status_code == 404
        assert client.get(f"/desk/cases/{case.number}/tasks/new/").status_code == 404
