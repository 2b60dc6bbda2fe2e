"""What comes from outside is read within limits and never constructed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.charters.errors import CharterErrors
from muhatap.charters.loading import MAX_BYTES, MAX_DEPTH, MAX_ENTRIES, MAX_VALUES, load
from muhatap.charters.reading import read


def code_of(text):
    with pytest.raises(CharterErrors) as caught:
        load(text, "charter.yaml")
    (problem,) = caught.value.problems
    return problem.code, problem.line


def test_a_billion_laughs_are_refused():
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert code_of("\n".join(lines)) == ("too_many", 5)


def test_many_plain_values_are_refused():
    thousands = "\n".join(f"a{n}: [{'1, ' * 900}1]" for n in range(MAX_VALUES // 900 + 1))
    assert code_of(thousands)[0] == "too_many"


def test_a_long_list_is_refused():
    assert code_of("a: [" + "1, " * MAX_ENTRIES + "1]")[0] == "too_long"


def test_an_alias_within_itself_is_refused():
    assert code_of("a: 1\nb: &b [1, *b]") == ("alias", 2)


def test_an_alias_repeats_what_was_said():
    loaded = load("a: &a {x: 1}\nb: *a\n", "charter.yaml")
    assert loaded.values == {"a": {"x": 1}, "b": {"x": 1}}
    assert loaded.value_place(("b", "x")) == (2, 4)


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_deep_nesting_is_refused(opening):
    assert code_of("a: " + opening * 5000)[0] == "too_deep"
    assert code_of("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH)[0] == "too_deep"


def test_a_huge_file_is_refused():
    assert code_of("a: " + "ş" * (MAX_BYTES // 2))[0] == "too_large"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\na: 2\n", "duplicate_key", 2),
        ("a: {b: 1, b: 2}\n", "duplicate_key", 1),
        ("a: 1\n---\nb: 2\n", "several_documents", 2),
        ("a: !!python/object/apply:os.system [ls]\n", "tag", 1),
        ("a: !x 1\n", "tag", 1),
        ("? [1, 2]\n: 3\n", "key_not_text", 1),
        ('a: "x\\0y"\n', "control_character", 1),
        ('a: 1\nb: "\\uD800"\n', "control_character", 2),
        ("a: 1\nb: \x07\n", "control_character", 2),
        ("a: [1\nb: 2\n", "yaml", 2),
        ("a: 'x\n", "yaml", 2),
        ("a: @x\n", "yaml", 1),
    ],
)
def test_what_is_not_plain_is_refused(text, code, line):
    assert code_of(text) == (code, line)


def test_days_times_and_countries_stay_texts():
    loaded = load("a: 2026-10-28\nb: 09:00\nc: NO\nd: 0123456789012345678\ne: 1e3\n<<: x\n", "charter.yaml")
    assert loaded.values == {
        "a": "2026-10-28",
        "b": "09:00",
        "c": "NO",
        "d": "0123456789012345678",
        "e": "1e3",
        "<<": "x",
    }


def test_numbers_truth_and_nothing_are_understood():
    assert load("[x, 1, -2, 1.5, true, False, ~, '1']".join(["a: ", ""]), "x").values == {
        "a": ["x", 1, -2, 1.5, True, False, None, "1"]
    }


@given(st.text(max_size=300))
def test_any_text_is_refused_with_a_place(text):
    with pytest.raises(CharterErrors) as caught:
        read(text)
    most = len(text) + 1
    assert caught.value.problems
    assert all(1 <= each.line <= most and 1 <= each.column <= most for each in caught.value.problems)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    with pytest.raises(CharterErrors):
        read(content.decode("utf-8", "surrogateescape"))
