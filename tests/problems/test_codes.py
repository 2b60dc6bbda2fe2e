"""Error codes as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.problems.codes import codes_in, is_telling, normal_code


@pytest.mark.parametrize("written", ["ERR-1042", "err 1042", "Err_1042", " ERR1042 ", "err/1042"])
def test_a_code_is_one_however_it_is_written(written):
    assert normal_code(written) == "ERR1042"
    assert codes_in(f"Ekranda “{written}” yazıyor.", ["ERR1042"]) == {"ERR1042"}


@pytest.mark.parametrize("written", ["yok", "Yok.", "none", "", " - ", "bilmiyorum"])
def test_saying_that_there_is_none_is_no_code(written):
    assert normal_code(written) == ""


@pytest.mark.parametrize("text", ["ERR10421", "XERR1042", "ERR 104 27", "hata 1042", ""])
def test_what_only_looks_like_it_is_not_found(text):
    assert codes_in(text, ["ERR1042"]) == set()


@pytest.mark.parametrize(("code", "tells"), [("E7", False), ("1042", False), ("HATA", False), ("E10", True)])
def test_what_stands_in_any_text_is_not_looked_for(code, tells):
    assert is_telling(code) is tells


@given(st.text(max_size=200), st.sampled_from(["ERR1042", "E10"]))
def test_any_text_is_read(text, code):
    assert codes_in(text, [code]) <= {code}
    assert normal_code(normal_code(text)) == normal_code(text)
