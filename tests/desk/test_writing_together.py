"""Several people on one case: who is here, mentions, following, and what helped before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.cases import operations as cases
from muhatap.cases.models import Presence, Watcher
from muhatap.cases.statuses import Author, Status
from muhatap.desk import operations as desk
from muhatap.desk.about_case import newest_word
from muhatap.desk.beside import suggestions_for, without_names
from muhatap.desk.case_page.presence import STALE, company_of
from muhatap.desk.case_page.text import text_markup, with_mentions
from muhatap.desk.mentions import mentioned_in
from muhatap.desk.tasks import tell_watchers
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from tests.world import load, make_case

PEOPLE = [
    (1, "Deniz Aydın"),
    (2, "Selin Er"),
    (3, "Selin Su"),
    (4, "Ali Can"),
    (5, "Ali Can Öz"),
    (6, "Işıl Şen"),
]


@pytest.fixture
def case(world):
    return make_case(world, at=timezone.now() - timedelta(minutes=5))


def place(case, door):
    return f"/desk/cases/{case.number}/{door}/"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("@Deniz bakar mısın", [1]),
        ("@Deniz Aydın bakar mısın", [1]),
        ("@deniz'e soralım", [1]),
        ("@Selin hangisi", []),
        ("@Selin Er, @Selin Su.", [2, 3]),
        ("@Ali Can Öz ve @Ali Can", [5, 4]),
        ("(@IŞIL ŞEN)", [6]),
        ("deniz@posta.example", []),
        ("@", []),
        ("@@Deniz", []),
        ("@kimse", []),
    ],
)
def test_who_is_mentioned(text, ids):
    assert mentioned_in(text, PEOPLE) == ids


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("@Deniz Aydın bakar mısın", '<b class="mention">@Deniz Aydın</b> bakar'),
        ("(@Işıl)", '(<b class="mention">@Işıl</b>)'),
        ("elif@posta.example", "elif@posta.example"),
        ("@<script>", "@&lt;script&gt;"),
        ("<b>@Deniz", "&lt;b&gt;@Deniz"),
    ],
)
def test_mentions_are_set_apart_and_nothing_else_becomes_markup(text, shown):
    assert shown in with_mentions(text_markup(text))


def test_who_is_mentioned_is_told_and_follows(world, sign_in, case):
    sign_in("mert").post(place(case, "note"), {"text": "@Deniz Aydın finans onayı bekliyor"})
    notice = Notice.objects.get(kind="mentioned")
    assert (notice.staff, notice.params["by"]) == (world.staff["deniz"], "Mert Soylu")
    assert Watcher.objects.get().staff == world.staff["deniz"]
    assert "Mert Soylu" in sign_in("deniz").get("/desk/notices/").content.decode()


def test_who_may_not_see_the_case_is_neither_told_nor_let_in(world, sign_in, case):
    sign_in("mert").post(place(case, "note"), {"text": "@Selin Er @Mert Soylu @Gül Tan"})
    assert not Notice.objects.filter(kind="mentioned").exists()
    assert not Watcher.objects.exists()


def test_who_follows_hears_of_the_customer_once(world, case):
    deniz, at = world.staff["deniz"], timezone.now()
    cases.follow(case=case, staff=deniz, by=Actor.staff(deniz.pk), at=at)
    assert tell_watchers(at) == 0
    cases.post_message(
        case=case,
        new=cases.NewMessage(author=Author.CUSTOMER, channel="portal", text="Bir şey daha"),
        by=Actor.customer(case.customer_id),
        at=at + timedelta(seconds=1),
    )
    assert [tell_watchers(at + timedelta(seconds=each)) for each in (2, 3)] == [1, 0]
    assert Notice.objects.get(kind="customer_wrote").staff == deniz
    cases.unfollow(case=case, staff=deniz, by=Actor.staff(deniz.pk), at=at)
    assert not Watcher.objects.exists()


def test_following_ends_where_she_may_no_longer_see_the_case(world, case):
    deniz, at = world.staff["deniz"], timezone.now()
    cases.follow(case=case, staff=deniz, by=Actor.staff(deniz.pk), at=at)
    cases.move_to_queue(
        case=case, queue=world.queues["leads"], reason="desk", by=Actor.staff(deniz.pk), at=at
    )
    cases.post_message(
        case=load(case.id),
        new=cases.NewMessage(author=Author.CUSTOMER, channel="portal", text="Merhaba"),
        by=Actor.customer(case.customer_id),
        at=at + timedelta(seconds=1),
    )
    assert tell_watchers(at + timedelta(seconds=2)) == 0
    assert not Notice.objects.filter(kind="customer_wrote").exists()


def test_who_is_here_and_who_writes(world, sign_in, case):
    deniz, mert = sign_in("deniz"), sign_in("mert")
    assert deniz.post(place(case, "presence"), {"doing": "looking"}).content.decode().strip() == ""
    mert.post(place(case, "draft"), {"author": "staff", "text": "Yarım cevap"})
    mert.post(place(case, "presence"), {"doing": "reply"})
    seen = deniz.get(place(case, "presence")).content.decode()
    assert "Mert Soylu" in seen
    assert "Yarım cevap" in seen
    mert.post(place(case, "presence"), {"doing": "gone"})
    assert "Mert" not in deniz.get(place(case, "presence")).content.decode()


def test_who_closed_the_browser_is_gone_after_a_while(world, case):
    at = timezone.now()
    Presence.objects.create(case=case, staff=world.staff["mert"], doing="reply", seen_at=at)
    assert company_of(case, world.staff["deniz"], at)
    assert not company_of(case, world.staff["deniz"], at + STALE)


@pytest.mark.parametrize("door", ["presence", "beside", "colleagues", "follow", "texts"])
@pytest.mark.parametrize(("login", "status"), [("selin", 404), ("gul", 403), ("stranger", 404)])
def test_who_may_not_ask(sign_in, case, door, login, status):
    assert sign_in(login).get(place(case, door)).status_code == status


def test_colleagues_for_a_mention(sign_in, case):
    client = sign_in("deniz")
    assert "Selin Er" in client.get(place(case, "colleagues"), {"q": "sel"}).content.decode()
    assert "Deniz" not in client.get(place(case, "colleagues"), {"q": "deniz"}).content.decode()


def solve(world, case, text):
    staff, at = world.staff["mert"], timezone.now()
    answer = desk.Answer(text=text, seen=newest_word(case), then="resolve")
    desk.answer_customer(case=case, staff=staff, answer=answer, by=Actor.staff(staff.pk), at=at)


def test_what_helped_before(world, sign_in, case):
    own = make_case(world, subject="Ücret iadesi")
    similar = make_case(world, customer=1, subject="Para çekme talebim gecikti")
    unsolved = make_case(world, customer=2, subject="Para çekme talebim nerede")
    solve(world, own, "İşlem ücretiniz hesabınıza geri yatırıldı.")
    solve(world, similar, f"Sayın Hakan Bey, {similar.number} numaralı talebiniz aracı kuruluşta takıldı.")
    found = suggestions_for(world.staff["deniz"], case, timezone.now())
    assert [(each.number, each.is_of_customer) for each in found] == [
        (own.number, True),
        (similar.number, False),
    ]
    assert unsolved.number not in str(found)
    assert "Hakan" not in found[1].text
    assert similar.number not in found[1].text
    assert "aracı kuruluşta takıldı" in found[1].text
    page = sign_in("deniz").get(place(case, "beside")).content.decode()
    assert own.number in page


def test_what_helped_before_is_only_what_she_may_see(world, case):
    hidden = make_case(world, customer=0, topic="ACC-LOGIN", subject="Para çekme talebim gelmedi")
    solve(world, hidden, "Hesabınız yeniden açıldı, giriş yapabilirsiniz.")
    assert hidden.queue == world.queues["accounts"]
    assert suggestions_for(world.staff["deniz"], case, timezone.now()) == []
    assert suggestions_for(world.staff["mert"], case, timezone.now())


def test_nothing_of_another_customer_is_left_in_a_suggestion():
    text = "Hakan'ın adresi hakan@posta.example, Yıldırım Ailesi"
    assert without_names(text, ["Hakan Yıldırım", "hakan@posta.example"]) == "…'ın adresi …, … Ailesi"


def test_a_resolved_case_is_what_counts_as_solved(world, case):
    similar = make_case(world, customer=1)
    solve(world, similar, "Tutar aracı kuruluştan hesabınıza aktarıldı.")
    cases.change_status(
        case=load(similar.id), status=Status.OPEN, by=Actor.staff(world.staff["mert"].pk), at=timezone.now()
    )
    assert suggestions_for(world.staff["mert"], case, timezone.now()) == []
