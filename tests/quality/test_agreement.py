"""Cohen's kappa: the worked value, its ends, and where it says nothing."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from muhatap.quality.agreement import Table, same_marks, table_of

counts = st.integers(min_value=0, max_value=500)


def test_the_worked_value_of_the_measures():
    table = Table(both=40, first_only=5, second_only=10, neither=45)
    assert (table.observed, table.expected, table.kappa) == (
        Fraction(85, 100),
        Fraction(1, 2),
        Fraction(7, 10),
    )


def test_pairs_fall_into_the_four_fields():
    table = table_of([(True, True), (True, False), (False, True), (False, False), (True, True)])
    assert table == Table(2, 1, 1, 1)


def test_nothing_and_only_one_verdict_say_nothing():
    assert Table().kappa is None
    assert Table(both=9).kappa is None
    assert Table(both=5, neither=5).kappa == 1


@given(counts, counts, counts, counts)
def test_it_lies_between_minus_one_and_one_and_is_the_same_from_both_sides(a, b, c, d):
    found = Table(a, b, c, d).kappa
    assert found is None or -1 <= found <= 1
    assert found == Table(a, c, b, d).kappa == Table(d, b, c, a).kappa


def test_marks_are_compared_line_by_line():
    first, second = {"a": "yes", "b": "no"}, {"a": "yes", "b": "yes", "c": "na"}
    assert same_marks([(first, second), (first, first)]) == {"a": (2, 2), "b": (1, 2)}
