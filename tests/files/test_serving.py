"""A part of a file is a part of what the whole would be, whatever is asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.files.serving import file_response

DATA = bytes(range(100))


def answer(wanted: str):
    return file_response(DATA, "application/pdf", "dekont.pdf", wanted)


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=90-", 90, 99),
        ("bytes=-5", 95, 99),
        ("bytes=5-5000", 5, 99),
        ("bytes=-500", 0, 99),
    ],
)
def test_one_range_is_answered_by_that_part(wanted, start, end):
    response = answer(wanted)
    assert response.status_code == 206
    assert response.content == DATA[start : end + 1]
    assert response["Content-Range"] == f"bytes {start}-{end}/100"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("wanted", ["", "bytes=-", "bytes=a-b", "bytes=0-1,5-6", "lines=1-2", "bytes=9-3"])
def test_what_is_no_single_range_is_answered_by_the_whole(wanted):
    response = answer(wanted)
    assert (response.status_code, response.content) == (200, DATA)
    assert response["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("wanted", ["bytes=100-", "bytes=500-600", "bytes=-0"])
def test_what_lies_behind_the_end_is_refused(wanted):
    response = answer(wanted)
    assert (response.status_code, response.content) == (416, b"")
    assert response["Content-Range"] == "bytes */100"


@given(st.text(alphabet="bytes=0123456789-, ", max_size=40))
def test_whatever_is_asked_for_is_a_part_or_the_whole(wanted):
    response = answer(wanted)
    assert response.status_code in {200, 206, 416}
    assert response.content in DATA
