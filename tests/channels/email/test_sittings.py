"""Mails filed together: as each alone would be, and one that fails harms no other."""

import random

import pytest

from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels.adapters.email import filing, intake, sittings, tasks
from muhatap.channels.models import VaultItem, VaultState
from muhatap.customers.models import Customer
from tests.channels.email import post
from tests.channels.email.post import NOON, mail


def bring_all(box, raws, at=NOON):
    taken = intake.take_all(mails=[(box, raw) for raw in raws], at=at)
    filing.file_items(items=[one.item for one in taken if one.is_new], at=at)
    return [VaultItem.objects.get(id=one.item.id) for one in taken]


def some_mails(count):
    return [
        mail(f"m{number}@posta.example", subject=f"No {number}", message_id=f"<m{number}@posta.example>")
        for number in range(count)
    ]


def test_forty_strangers_are_forty_cases(box):
    bring_all(box, some_mails(40))
    assert sorted(Case.objects.values_list("subject", flat=True)) == sorted(f"No {n}" for n in range(40))
    assert Customer.objects.count() == Message.objects.filter(author=Author.CUSTOMER).count() == 40


def test_a_customer_who_writes_twice_at_once_is_one(box):
    raws = [mail(subject=f"Konu {number}", message_id=f"<k{number}@x.example>") for number in range(3)]
    bring_all(box, raws)
    assert (Case.objects.count(), Customer.objects.count()) == (3, 1)


def test_an_answer_among_first_mails_finds_its_case(box):
    first = mail(message_id="<bir@posta.example>")
    answer = mail(
        subject="Re: Çekim", text="Ekliyorum", message_id="<iki@x.example>", in_reply_to="<bir@posta.example>"
    )
    bring_all(box, [*some_mails(3), first, answer, *some_mails(6)[3:]])
    case = Case.objects.get(subject="Çekim talebim gelmedi")
    assert case.messages.filter(author=Author.CUSTOMER).count() == 2
    assert Case.objects.count() == 7


def test_the_same_mail_in_two_mailboxes_is_one_case(box, world):
    other = post.mailbox(world.brand, "sikayet")
    taken = intake.take_all(mails=[(box, mail()), (other, mail()), (box, mail())], at=NOON)
    assert [one.is_new for one in taken] == [True, True, False]
    filing.file_items(items=[one.item for one in taken], at=NOON)
    assert Case.objects.count() == 1
    assert VaultItem.objects.filter(state=VaultState.IN_CASE).count() == 2


def test_one_that_fails_holds_up_no_other(box, monkeypatch):
    real = filing.place_of

    def picky(letter, *more):
        return 1 / 0 if letter.subject == "No 5" else real(letter, *more)

    monkeypatch.setattr(filing, "place_of", picky)
    bring_all(box, some_mails(12))
    (left,) = VaultItem.objects.filter(state=VaultState.STORED)
    assert left.attempts == 1
    assert Case.objects.count() == 11
    monkeypatch.undo()
    assert filing.refile(at=NOON, everything=True) == 1
    assert Case.objects.count() == 12


def test_one_that_cannot_be_read_holds_up_no_other(box, monkeypatch):
    real = filing.parse
    monkeypatch.setattr(filing, "parse", lambda raw: 1 / 0 if b"No 2" in raw else real(raw))
    bring_all(box, some_mails(4))
    assert Case.objects.count() == 3
    assert VaultItem.objects.get(state=VaultState.STORED).reason.startswith("ZeroDivisionError")


@pytest.mark.parametrize("seed", range(4))
def test_together_and_alone_come_to_the_same(box, world, seed):
    chance = random.Random(seed)
    raws = []
    for number in range(24):
        sender = f"m{chance.randrange(9)}@posta.example"
        ids = [f"<s{seed}.{chance.randrange(24)}@x.example>"] if chance.random() < 0.4 else [""]
        raws.append(
            mail(
                sender, subject=f"Konu {chance.randrange(12)}", text=f"Metin {number}",
                message_id=f"<s{seed}.{number}@x.example>", in_reply_to=ids[0],
                auto_submitted="auto-replied" if chance.random() < 0.1 else "",
            )
        )  # fmt: skip
    together = bring_all(box, raws)
    other = post.mailbox(world.other_brand)
    alone = [post.bring(other, raw) for raw in raws]

    def shape(items):
        places = {}
        return [
            (item.state, item.reason, item.no_auto_reply, places.setdefault(item.case_id, len(places)))
            for item in items
        ]

    assert shape(together) == shape(alone)


def test_thousands_that_wait_are_filed_in_one_go(box, monkeypatch):
    monkeypatch.setattr(tasks, "_REFILED", 20)
    intake.take_all(mails=[(box, raw) for raw in some_mails(50)], at=NOON)
    assert tasks.refile_mail(NOON + post.timedelta(minutes=2)) == 0
    assert Case.objects.count() == 50


def test_a_sitting_is_small_enough_for_others_to_get_their_turn(box):
    taken = intake.take_all(mails=[(box, raw) for raw in some_mails(40)], at=NOON)
    letters = list(filing._opened([one.item for one in taken], {}, NOON))
    assert [len(each) for each in sittings.in_sittings(letters)] == [16, 16, 8]
    large = mail(message_id="<l@x.example>", files=(("a.bin", b"\0" * 1_200_000),))
    (one,) = filing._opened([intake.take(mailbox=box, raw=large, at=NOON).item], {}, NOON)
    assert [len(each) for each in sittings.in_sittings([one, one, letters[0], one])] == [1, 2, 1]
