"""The public reads the customer's own words with pieces cut out, and nothing that tells who she is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.surveys.publishing import CUT, AddsWords, cuts_of, suggested

COMMENT = "Deniz Bey aradı, 0532 111 22 33 numaramdan. Ayşe Yılmaz'a teşekkür: ayse@posta.example"


def test_names_addresses_and_numbers_are_cut_out_and_the_rest_stands():
    public = suggested(COMMENT, ["Deniz Aydın", "Ayşe Yılmaz"])
    assert public == "[…] Bey aradı, […] numaramdan. […] teşekkür: […]"
    assert cuts_of(COMMENT, public) == 4


@pytest.mark.parametrize(
    "secret",
    [
        "26-41903-63824",
        "TR33 0006 1005 1978 6457 8413 26",
        "+90 850 000 00 00",
        "https://nehir.example/x?y=1",
    ],
)
def test_whatever_names_an_account_or_a_case_is_cut_out(secret):
    assert secret not in suggested(f"Numaram {secret} idi.", [])


def test_a_moderator_can_cut_and_not_write():
    assert cuts_of("Çok iyiydi, teşekkürler.", "Çok iyiydi […]") == 1
    assert cuts_of("Çok iyiydi", "Çok iyiydi") == 0
    for other in (
        "Harikaydı",
        "Çok iyiydi ve ucuzdu",
        "[…] teşekkürler. Yine geliriz.",
        "iyiydi, teşekkürler.",
    ):
        with pytest.raises(AddsWords):
            cuts_of("Çok iyiydi, teşekkürler.", other)


words = st.lists(st.sampled_from(["ab", "b", "abc", "ç", "bey", "12", "[…]"]), min_size=1, max_size=12)


@given(words, st.data())
def test_any_cut_of_a_comment_is_one_and_swapped_words_are_not(said, data):
    comment = " ".join(said)
    kept = [each if data.draw(st.booleans()) else CUT for each in said]
    assert (
        cuts_of(
            comment.replace(CUT, "x"),
            " ".join(kept).replace(CUT, "x") if comment == "" else comment.replace(CUT, "x"),
        )
        == 0
    )
    plain = [each.replace(CUT, "x") for each in said]
    public = " ".join(CUT if cut == CUT else each for each, cut in zip(plain, kept, strict=True))
    assert cuts_of(" ".join(plain), public) == public.count(CUT)
    with pytest.raises(AddsWords):
        cuts_of(" ".join(plain), public + " eklenen")


@given(st.text(max_size=80))
def test_a_suggestion_is_always_a_cut(said):
    cuts_of(said, suggested(said, ["Deniz Aydın"]))
