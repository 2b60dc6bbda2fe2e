"""What is told of each promise: how often it was kept, and in which time half of them were done."""

from hypothesis import given
from hypothesis import strategies as st

from muhatap.reports.disclosing import figures_told
from muhatap.reports.observations import Kind, Observation
from tests.world import NOON

RESULTS = st.tuples(st.sampled_from(["kept", "missed", "late", "open"]), st.integers(0, 10**6))


def promised(result, seconds, code="kyc_review"):
    values = {"promises": [["kyc_review", code, result, seconds, "work"]]}
    return Observation(kind=Kind.PROMISE, subject="1", at=NOON, on=NOON.date(), values=values)


def told(*seen, smallest=10):
    return figures_told([promised(*each) for each in seen], smallest)["promises"]


def test_the_median_stands_beside_what_was_kept():
    rows = told(*[("kept", 3600)] * 7, *[("missed", 90_000)] * 3, *[("open", 5)] * 9)
    assert rows == [{"promise": "kyc_review", "kept": 7, "due": 10, "median_seconds": 3600}]


def test_what_is_still_open_makes_the_median_no_better():
    assert told(*[("kept", 60)] * 5, *[("late", 0)] * 6) == [
        {"promise": "kyc_review", "kept": 5, "due": 11, "median_seconds": None}
    ]


def test_of_which_no_time_is_known_none_is_told():
    imported = [("kept", None)] * 12
    assert [each["median_seconds"] for each in told(*imported)] == [None]
    assert [each["median_seconds"] for each in told(*imported, *[("kept", 60)] * 9)] == [None]
    assert [each["median_seconds"] for each in told(*imported, *[("kept", 60)] * 10)] == [60]


def test_few_are_told_neither_by_share_nor_by_time():
    assert told(*[("kept", 60)] * 9) == [{"promise": "kyc_review", "hidden": True}]


@given(st.lists(RESULTS, min_size=1, max_size=40))
def test_half_of_them_took_no_longer(results):
    due = [each for each in results if each[0] != "open"]
    rows = told(*results, smallest=1)
    assert [each["due"] for each in rows] == ([len(due)] if due else [])
    for row in rows:
        middle = row["median_seconds"]
        if middle is None:
            assert 2 * sum(result == "late" for result, _ in due) >= len(due)
        else:
            within = sum(result != "late" and seconds <= middle for result, seconds in due)
            assert 2 * within >= len(due)
            assert 2 * sum(result != "late" and seconds < middle for result, seconds in due) <= len(due)
