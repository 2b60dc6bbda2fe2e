"""Names that differ by one slip meet in the index, and others do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.kernel.near_names import are_near, names_near, near_tokens, tokens_of_names
from muhatap.kernel.search_text import skeleton

LETTERS = st.text("abcçğıişüöe", min_size=5, max_size=12).map(skeleton)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("elfi", "Elif"),
        ("yilmas", "Yılmaz"),
        ("yilma", "YILMAZ"),
        ("yillmaz", "Yılmaz"),
        ("ozturk", "Öztürk"),
    ],
)
def test_one_slip_is_forgiven(asked, written):
    assert names_near(asked, [written])
    assert set(near_tokens(asked)) & set(near_tokens(written))


@pytest.mark.parametrize(
    ("asked", "written"), [("ali", "Veli"), ("can", "Cem"), ("demir", "Damar"), ("elif", "lefi")]
)
def test_two_slips_or_short_words_are_not(asked, written):
    assert not names_near(asked, [written])


@given(LETTERS, st.data())
def test_every_slip_meets_in_the_index(word, data):
    at = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.sampled_from("abcde"))
    slips = [
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ]
    for slip in slips:
        assert are_near(word, slip)
        assert are_near(slip, word)
        assert set(near_tokens(word)) & set(near_tokens(slip))


def test_the_tokens_are_few():
    assert near_tokens("ab") == near_tokens("a" * 50) == near_tokens("ab12cd") == ()
    assert len(tokens_of_names(["Ayşe Nur Çağlayan Karaosmanoğlu"] * 100)) < 50
