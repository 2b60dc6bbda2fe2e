"""Security events as lines for a collector: one line each, escaped, and readable by their format."""

import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.audit.security import SecurityEvent
from muhatap.audit.siem import FORMATS, as_cef, as_ecs, as_json

AT = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def event(**changed) -> SecurityEvent:
    about = {
        "id": 7,
        "at": AT,
        "kind": "staff.sign_in_failed",
        "category": "sign_in",
        "brand_id": None,
        "actor_kind": "system",
        "actor_id": None,
        "actor_label": "sign-in",
        "content": {"staff": "42", "step": "factor"},
        "stream_id": 0,
        "seq": 12,
        "prev_hash": "a" * 64,
        "hash": "b" * 64,
    }
    return SecurityEvent(**(about | changed))


def test_json_has_place_hash_and_outcome():
    told = json.loads(as_json(event()))
    assert (told["seq"], told["prev_hash"], told["outcome"]) == (12, "a" * 64, "failure")
    assert told["content"] == {"staff": "42", "step": "factor"}


def test_ecs_has_the_fields_of_the_schema():
    told = json.loads(as_ecs(event(actor_id=9, brand_id=3)))
    assert told["event"]["category"] == ["authentication"]
    assert told["event"]["outcome"] == "failure"
    assert told["user"] == {"id": "9", "target": {"id": "42"}}
    assert told["organization"] == {"id": "3"}


def test_cef_has_seven_heads_and_escapes_its_values():
    line = as_cef(event(actor_label="a=b\\c\nd", kind="x|y"))
    head = re.split(r"(?<!\\)\|", line)
    assert head[:4] == ["CEF:0", "Muhatap", "Muhatap", "1"]
    assert head[4] == "x\\|y"
    assert len(head) == 8
    assert "suid=a\\=b\\\\c d" in line


@pytest.mark.parametrize("name", FORMATS)
@given(text=st.text(max_size=80))
def test_no_text_ends_a_line(name, text):
    line = FORMATS[name](event(content={"name": text}, actor_label=text, kind="a.b"))
    assert len(line.splitlines()) == 1
