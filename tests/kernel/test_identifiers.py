"""Identifiers and amounts are read as people type them, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.kernel.identifiers import (
    AmountError,
    is_iban,
    is_tckn,
    masked_iban,
    normal_email,
    normal_iban,
    normal_phone,
    parse_amount,
)


@pytest.mark.parametrize("text", ["10000000146", " 100 000 001 46 ", "１００００００0146"])
def test_valid_identity_numbers(text):
    assert is_tckn(text)


@pytest.mark.parametrize("text", ["10000000147", "12345678901", "00000000000", "1000000014", "", "a" * 11])
def test_invalid_identity_numbers(text):
    assert not is_tckn(text)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("tr33 0006 1005 1978 6457 8413 26", "TR330006100519786457841326"),
        ("GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"),
        ("MT84 MALT 0110 0001 2345 MTLC AST0 01S", "MT84MALT011000012345MTLCAST001S"),
        ("TR33 0006 1005 1978 6457 8413 27", None),
        ("TR33 0006", None),
        ("", None),
        ("x" * 1000, None),
    ],
)
def test_ibans(text, normal):
    assert normal_iban(text) == normal
    assert is_iban(text) == (normal is not None)


def test_a_masked_iban_shows_country_and_last_four():
    assert masked_iban("TR33 0006 1005 1978 6457 8413 26") == "TR********************1326"
    assert masked_iban("TR33") == "****"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("0532 111 22 33", "+905321112233"),
        ("532 111 22 33", "+905321112233"),
        ("+90 (532) 111-22-33", "+905321112233"),
        ("0090 532 111 22 33", "+905321112233"),
        ("+44 20 7946 0018", "+442079460018"),
        ("123", None),
        ("telefon yok", None),
        ("", None),
        ("5" * 500, None),
    ],
)
def test_telephone_numbers(text, normal):
    assert normal_phone(text) == normal


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        (" Ali.Veli@Ornek.COM.TR ", "Ali.Veli@ornek.com.tr"),
        ("a@ÖRNEK.com", "a@xn--rnek-4qa.com"),
        ("a@İSTANBUL.com", "a@istanbul.com"),
        ("mailto:a@b.co", "a@b.co"),
        ("a@b", None),
        ("a@b..com", None),
        ("a@1.2.3.4", None),
        ("a b@c.com", None),
        (".a@c.com", None),
        ("a..b@c.com", None),
        ("a@c.com\nbcc: d@e.com", None),
        ("@c.com", None),
        ("a" * 65 + "@c.com", None),
        ("a@" + "b" * 300 + ".com", None),
        ("", None),
    ],
)
def test_addresses(text, normal):
    assert normal_email(text) == normal


@given(st.text(max_size=100))
def test_no_text_breaks_a_reader(text):
    is_tckn(text), normal_iban(text), masked_iban(text), normal_phone(text), normal_email(text)


@pytest.mark.parametrize(
    ("text", "language", "minor"),
    [
        ("1.234,56", "tr", 123456),
        ("1,234.56", "en", 123456),
        ("1,234.56", "tr", 123456),
        ("1.234", "tr", 123400),
        ("1,234", "en", 123400),
        ("1.234.567", "tr", 123456700),
        ("1234,5 TL", "tr", 123450),
        ("12.50", "tr", 1250),
        ("12,5", "en", 1250),
        ("₺ 1 234,00", "tr", 123400),
        ("$1,000", "en", 100000),
        ("-5", "tr", -500),
        ("0,100", "tr", 10),
        ("1'234.50", "en", 123450),
    ],
)
def test_amounts(text, language, minor):
    assert parse_amount(text, language) == minor


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("", "tr", "empty"),
        ("TL", "tr", "empty"),
        ("on lira", "tr", "malformed"),
        ("1e5", "tr", "malformed"),
        ("1..2", "tr", "malformed"),
        ("1.23.4", "tr", "grouping"),
        ("1,2,3", "tr", "grouping"),
        ("1.2345,6", "tr", "grouping"),
        ("1.234", "en", "too_precise"),
        ("0,005", "tr", "too_precise"),
        ("9" * 30, "tr", "too_large"),
    ],
)
def test_amounts_that_cannot_be_read(text, language, code):
    with pytest.raises(AmountError) as refusal:
        parse_amount(text, language)
    assert refusal.value.code == code


@given(st.integers(0, 10**12), st.sampled_from(["tr", "en"]), st.booleans())
def test_a_written_amount_reads_back(minor, language, grouped):
    written = f"{minor // 100:{',' if grouped else ''}}.{minor % 100:02d}"
    if language == "tr":
        written = written.translate(str.maketrans(".,", ",."))
    assert parse_amount(written, language) == minor


@given(st.text("0123456789.,- TL", max_size=20), st.sampled_from(["tr", "en"]))
def test_any_text_is_an_amount_or_a_clear_error(text, language):
    try:
        code = type(parse_amount(text, language)).__name__
    except AmountError as error:
        code = error.code
    assert code in {"int", "empty", "malformed", "grouping", "too_precise", "too_large"}
