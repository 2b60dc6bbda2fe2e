"""Receipt codes survive being written down, read out and typed, and fit one history only."""

from hypothesis import assume, given
from hypothesis import strategies as st

from muhatap.audit.receipts import is_receipt_of, receipt_code

hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(hashes)
def test_a_code_is_three_groups_and_fits_its_hash(found):
    code = receipt_code(found)
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert is_receipt_of(code, found)


@given(hashes, st.sampled_from(["lower", "spaces", "misread", "dots"]))
def test_how_it_is_typed_does_not_matter(found, manner):
    code = receipt_code(found)
    typed = {
        "lower": code.lower(),
        "spaces": f" {code.replace('-', ' ')} ",
        "misread": code.replace("0", "O").replace("1", "l"),
        "dots": code.replace("-", "·"),
    }[manner]
    assert is_receipt_of(typed, found)


@given(hashes, hashes, st.text(max_size=20))
def test_another_code_does_not_fit(found, other, text):
    assume(found[:15] != other[:15])
    assert not is_receipt_of(receipt_code(other), found)
    assert not is_receipt_of(text, found) or text.upper().translate({45: None, 32: None})
    assert not is_receipt_of(receipt_code(found)[:-1], found)
    assert not is_receipt_of("", found)


def test_the_code_of_a_known_hash():
    assert receipt_code("0" * 64) == "0000-0000-0000"
    assert receipt_code("f" * 64) == "ZZZZ-ZZZZ-ZZZZ"
    assert receipt_code("0123456789abcdef" * 4) == "04HM-ASW9-NF6Y"
