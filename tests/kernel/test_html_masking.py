"""Tags, entities and attributes hide no secret."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.kernel.html_masking import mask_html
from muhatap.kernel.safe_html import sanitise


@pytest.mark.parametrize(
    ("html", "masked"),
    [
        ("<p>4111 1111 1111 1111</p>", "<p>************1111</p>"),
        ("<p>4111<b>1111</b>1111<i>1111</i></p>", "<p>************1111<b></b><i></i></p>"),
        ("4111&nbsp;1111&nbsp;1111&nbsp;1111", "************1111"),
        ("&#52;111111111111111", "************1111"),
        ("<p>4111 1111</p><p>1111 1111</p>", "<p>************1111</p><p></p>"),
        (
            '<a href="https://a.b/?c=4111111111111111&amp;d">x</a>',
            '<a href="https://a.b/?c=************1111&amp;d">x</a>',
        ),
        ("<td>12345678</td><td>87654321</td>", "<td>12345678</td><td>87654321</td>"),
        ("a &lt; b &amp; c", "a &lt; b &amp; c"),
        ("cvv: <b>123</b>", "cvv: <b>***</b>"),
    ],
)
def test_html_is_masked(html, masked):
    assert mask_html(html)[0] == masked


def test_the_kinds_are_told():
    assert mask_html('<a title="10000000146">TR330006100519786457841326</a>')[1] == ("tckn", "iban")


@given(st.text("<>/=\"' ab&;#4152", max_size=120))
def test_html_without_secrets_stays_as_it_is(html):
    clean = sanitise(html)
    masked, kinds = mask_html(clean)
    assert kinds or masked == clean


@pytest.mark.parametrize("piece", ["<b>4</b>", "&#52;", "<", "&", "4111<br>", '<a title="4">'])
def test_hostile_repetition_is_survived(piece):
    assert mask_html(piece * (100_000 // len(piece)))
