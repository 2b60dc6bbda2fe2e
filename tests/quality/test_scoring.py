"""The score of a review: the worked values, weights, what does not apply, critical errors."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.quality.scoring import (
    Mark,
    MarksMissing,
    NotASheet,
    as_stored,
    code_of,
    hundredths,
    result_of,
    sheet_from,
    sheet_of,
)
from tests.quality.telling import CRITICALS, SECTIONS, SHEET, marks

WORKED = marks([("Doğru çözüm", "partly"), ("Yazım", "no")])


def test_the_worked_value_of_the_measures():
    found = result_of(SHEET, WORKED, [])
    assert (found.score, found.has_passed) == (80, True)
    assert list(found.sections.values()) == [1, Fraction(1, 2), 1, Fraction(4, 5)]


def test_a_critical_error_makes_it_nothing_and_keeps_the_rest():
    found = result_of(SHEET, WORKED, [code_of(CRITICALS[1])])
    assert (found.score, found.base, found.has_passed) == (0, 80, False)


def test_an_unknown_error_is_none():
    assert result_of(SHEET, WORKED, ["nothing"]).score == 80


def test_a_section_that_does_not_apply_carries_no_weight():
    without = {**WORKED, SHEET.sections[0].criteria[0].code: Mark.NOT_APPLICABLE}
    found = result_of(SHEET, without, [])
    assert found.sections[SHEET.sections[0].code] is None
    assert found.score == Fraction(100 * (15 + 25 + 20), 80)


def test_every_criterion_needs_a_mark_and_something_must_apply():
    first, *rest = SHEET.criteria
    with pytest.raises(MarksMissing) as missing:
        result_of(SHEET, {each.code: "yes" for each in rest}, [])
    assert missing.value.codes == (first.code,)
    with pytest.raises(MarksMissing):
        result_of(SHEET, {each.code: "na" for each in SHEET.criteria}, [])


@given(st.lists(st.sampled_from(list(Mark)), min_size=8, max_size=8))
def test_scores_stay_between_nothing_and_all(given_marks):
    said = dict(zip((each.code for each in SHEET.criteria), given_marks, strict=True))
    if set(given_marks) == {Mark.NOT_APPLICABLE}:
        return
    found = result_of(SHEET, said, [])
    assert 0 <= found.score == found.base <= 100
    assert 0 <= hundredths(found.score) <= 10_000


@pytest.mark.parametrize(
    ("sections", "criticals", "pass_mark"),
    [
        ([], [], 70),
        ([("A", 20, [])], [], 70),
        ([("A", 0, ["x"])], [], 70),
        ([("A", 20, ["x"]), ("B", 20, ["X "])], [], 70),
        ([("A", 20, ["x"]), ("a", 20, ["y"])], [], 70),
        ([("A", 20, ["x"])], ["x"], 70),
        ([("A", 20, ["x"])], [], 0),
        ([("A", 20, [str(n) for n in range(13)])], [], 70),
    ],
)
def test_what_cannot_be_scored_is_no_sheet(sections, criticals, pass_mark):
    with pytest.raises(NotASheet):
        sheet_of(sections, criticals, pass_mark)


def test_words_that_stay_keep_their_code_and_the_sheet_survives_storing():
    again = sheet_of([*SECTIONS[:3], ("Dil", 25, [" sade  DIL", "Yeni"])], CRITICALS, 70)
    assert again.sections[3].criteria[0].code == code_of("Sade dil")
    assert sheet_from(as_stored(SHEET)) == SHEET
