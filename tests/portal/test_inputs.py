"""Rows of repeating groups come and go without losing what was typed."""

from hypothesis import given
from hypothesis import strategies as st

from muhatap.portal.inputs import input_names, only_known, with_row, without_row
from muhatap.portal.plan import FormPlan
from muhatap.topics.questions import questions_of
from tests.portal.conftest import FIELDS

QUESTIONS = questions_of(FIELDS, ["tr"])
GROUP = next(each for each in QUESTIONS if each.kind == "group")
PLAN = FormPlan((), QUESTIONS, (), ())


def rows(*payees: str) -> dict[str, str]:
    return {
        "payments-rows": str(len(payees)),
        **{f"payments-{n}-payee": each for n, each in enumerate(payees)},
    }


def payees(given: dict[str, str]) -> list[str]:
    return [given.get(f"payments-{n}-payee", "") for n in range(int(given["payments-rows"]))]


def test_only_the_inputs_of_the_form_are_kept():
    sent = {
        **rows("a"),
        "payments-1-payee": "beyond",
        "transaction_id": "x",
        "evil": "y",
        "payments-0-zz": "z",
    }
    assert only_known(PLAN, sent) == {**rows("a"), "transaction_id": "x"}


def test_a_row_is_added_up_to_the_maximum():
    assert payees(with_row(GROUP, rows("a"))) == ["a", ""]
    assert payees(with_row(GROUP, rows("a", "b", "c"))) == ["a", "b", "c"]


@given(st.lists(st.text("abc", min_size=1), min_size=2, max_size=3), st.integers(0, 2))
def test_removing_a_row_moves_the_later_ones_up(names, row):
    left = without_row(GROUP, rows(*names), row)
    expected = names[:row] + names[row + 1 :] if row < len(names) else names
    assert payees(left) == expected
    assert set(left) <= set(input_names(PLAN, left))


def test_the_last_row_stays():
    assert payees(without_row(GROUP, rows("a"), 0)) == ["a"]
