"""Numbers that somebody named in a mail, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.integrations.naming import Named, named_in
from muhatap.integrations.queries import numbers_of
from tests.world import make_case


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Müşteri numaram 4471902, param gelmedi.", Named("4471902")),
        ("MÜŞTERİ NO: NH-4471902", Named("NH-4471902")),
        ("musteri no 4471902; islem no TRX-90418827", Named("4471902", "TRX-90418827")),
        ("İşlem ID: TRX-90418827 dün yapıldı", Named("", "TRX-90418827")),
        ("My customer number is 4471902 and the transaction ID is 90418827.", Named("4471902", "90418827")),
        ("account no. 4471902", Named("4471902")),
        ("Transaction #90418827", Named("", "90418827")),
        ("4.850,00 TL yatırdım, 23.11.2026 tarihinde", Named()),
        ("müşteri hizmetleri 4471902", Named()),
        ("işlem 2 gün sürdü", Named()),
        ("hesap numaram yok", Named()),
        ("", Named()),
    ],
)
def test_only_a_number_behind_its_name_counts(text, named):
    assert named_in(text) == named


@given(st.text(max_size=3000))
def test_any_text_can_be_read(text):
    named = named_in(text)
    assert len(named.account_no) <= 40
    assert len(named.transaction_no) <= 40


def test_many_words_are_read_in_a_moment():
    assert named_in("müşteri no " * 50_000) == Named()
    assert named_in("işlem " + "no " * 50_000 + "x") == Named()


@pytest.mark.parametrize("channel", ["email", "web_form", "api", "phone"])
def test_every_intake_names_the_account(world, channel):
    text = "Müşteri numaram 4471902, işlem ID: TRX-90418827."
    numbers = numbers_of(make_case(world, channel=channel, text=text))
    assert (numbers.account_no, numbers.transaction_no) == ("4471902", "TRX-90418827")


def test_what_the_form_asked_for_goes_before_what_she_wrote(world):
    case = make_case(world, text="işlem no 90418827", fields={"transaction_id": "TRX-11111111"})
    assert numbers_of(case).transaction_no == "TRX-11111111"
