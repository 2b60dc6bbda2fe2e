"""Forms made from the schema: what is sent back unchanged changes nothing, what is typed wrong is kept."""

import json
from functools import cache
from pathlib import Path

import pytest

from muhatap.charters.editing.answers import answered
from muhatap.charters.editing.checking import control_for, draft_problems, fault_of, page_of
from muhatap.charters.editing.controls import Control, Form, control_at
from muhatap.charters.editing.places import address_of, parsed, place_of, value_at, with_value
from muhatap.charters.errors import path_text
from muhatap.charters.reading import law_on, read
from tests.charters.editing.sending import untouched
from tests.charters.whole import WHOLE

ROOT = Path(__file__).parents[3] / "charters"


@cache
def charter(name):
    """The values of a sample charter, or of the one that has everything."""
    text = WHOLE if name == "whole" else (ROOT / f"{name}.yaml").read_text("utf-8")
    return read(text).to_json()


def pages(values, path):
    """Every page of a charter, from a section down."""
    yield path
    yield from (page for each in entries(control_at(values, path)) for page in pages(values, each))


def entries(control: Control):
    if control.form is Form.ENTRIES and control.value:
        keys = control.value if isinstance(control.value, dict) else range(len(control.value))
        yield from ((*control.path, key) for key in keys)
    for part in control.parts:
        yield from entries(part)


@pytest.mark.parametrize("name", ["nehir", "liman", "whole"])
def test_a_form_that_nobody_touched_says_what_stands_there(name):
    values = charter(name)
    everything = [page for section in values if section != "charter" for page in pages(values, (section,))]
    assert len(everything) > 50
    for page in everything:
        control = control_at(values, page)
        stands = json.dumps(value_at(values, page))
        assert json.dumps(answered(control, untouched(control))) == stands, path_text(page)
        assert place_of(values, address_of(values, page)) == page
        assert page_of(page) == page


def said(page, change, values=None):
    """What the form of a page says after a change to what it sends."""
    values = values or charter("nehir")
    control = control_at(values, page)
    sent = untouched(control)
    sent.update({name: [text] if isinstance(text, str) else text for name, text in change.items()})
    return with_value(values, page, answered(control, sent))


def faults(values):
    found = draft_problems(values, law_on(None))
    return [fault_of(each, values, {}) for each in found]


def promise(code):
    return place_of(charter("nehir"), f"promises/{code}")


def test_a_limit_is_a_number_and_a_unit():
    values = said(promise("triage"), {"limit.amount": "36", "limit.unit": "h"})
    assert value_at(values, (*promise("triage"), "limit")) == "36h"
    assert not faults(values)


@pytest.mark.parametrize("typed", ["", "iki", "-3", "999999", "36 h"])
def test_what_is_no_time_is_kept_and_named_at_its_field(typed):
    page = promise("triage")
    values = said(page, {"limit.amount": typed, "limit.unit": "h"})
    assert (value_at(values, (*page, "limit")) or "").removesuffix("h") == typed
    fault = faults(values)[0]
    assert fault.path == (*page, "limit")
    assert page_of(fault.path) == page


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("09:00-12:00, 13:00–18:00", [["09:00", "12:00"], ["13:00", "18:00"]]),
        ("22:00 - 06:00+1", [["22:00", "06:00+1"]]),
        ("", None),
    ],
)
def test_hours_are_typed_as_people_write_them(typed, stands):
    values = said(("calendars", "office"), {"hours.mon": typed}, charter("whole"))
    assert value_at(values, ("calendars", "office", "hours", "mon")) == stands


@pytest.mark.parametrize("typed", ["nine to five", "09:00-25:00", "18:00-09:00", "09:00-12:00, 11:00-13:00"])
def test_hours_that_cannot_be_are_kept_and_named(typed):
    page = ("calendars", "office")
    values = said(page, {"hours.mon": typed}, charter("whole"))
    control = control_at(values, page)
    fault = faults(values)[0]
    inner = [each for part in control.parts for each in (part, *part.parts)]
    assert control_for(fault.path, inner).name == "hours.mon"
    assert fault.message
    assert fault.remedy


def test_a_day_off_is_added_and_one_is_taken_away():
    page = ("calendars", "office")
    values = said(page, {"holidays.extra": "2026-12-31\r\n2027-01-02"}, charter("whole"))
    assert value_at(values, (*page, "holidays", "extra")) == ["2026-12-31", "2027-01-02"]
    values = said(page, {"holidays.half_days.0.gone": "on"}, values)
    assert value_at(values, (*page, "holidays", "half_days")) is None


def test_a_half_day_is_added_in_the_empty_row():
    page = ("calendars", "office")
    change = {"holidays.half_days.1.key": "2026-12-31", "holidays.half_days.1": "09:00-12:00"}
    values = said(page, change, charter("whole"))
    assert value_at(values, (*page, "holidays", "half_days", "2026-12-31")) == [["09:00", "12:00"]]


def test_a_quick_fix_is_added_moved_and_removed():
    page = place_of(charter("nehir"), "topics/PAY-WD")
    old = value_at(charter("nehir"), (*page, "quick_fixes"))
    new = len(old)
    change = {f"quick_fixes.{new}.text.tr": "Yeni", f"quick_fixes.{new}.text.en": "New"}
    change |= {f"quick_fixes.{new}.place": "0", "quick_fixes.1.gone": "on"}
    values = said(page, change)
    fixes = value_at(values, (*page, "quick_fixes"))
    assert fixes == [{"text": {"tr": "Yeni", "en": "New"}}, old[0], *old[2:]]
    assert not faults(values)


def test_a_text_without_one_of_its_languages_is_a_fault_at_the_text():
    page = place_of(charter("nehir"), "topics/PAY-WD")
    values = said(page, {"name.en": ""})
    assert [fault.path for fault in faults(values)] == [(*page, "name")]


def test_a_missing_name_is_said_to_be_needed():
    page = place_of(charter("nehir"), "topics/PAY-WD")
    fault = faults(said(page, {"name.tr": "", "name.en": ""}))[0]
    assert (fault.path, fault.message) == ((*page, "name"), "This is needed.")


def test_a_step_of_the_ladder_is_a_share_or_a_word():
    values = said(("ladder",), {"default.0.at": "55"}, charter("whole"))
    assert value_at(values, ("ladder", "default", 0, "at")) == 55
    values = said(("ladder",), {"default.0.at": "half-way"}, charter("whole"))
    assert faults(values)[0].path == ("ladder", "default", 0, "at")


def test_a_value_that_is_no_longer_possible_stays_to_be_seen():
    page = place_of(charter("nehir"), "topics/PAY-WD")
    values = with_value(charter("nehir"), (*page, "queue"), "gone")
    queue = next(part for part in control_at(values, page).parts if part.key == "queue")
    assert queue.form is Form.CHOICE
    assert "gone" in dict(queue.choices)
    assert faults(values)[0].path == (*page, "queue")


@pytest.mark.parametrize(
    "address", ["nothing", "topics/NO-SUCH", "topics/99", "brand/name/deeper", "topics/-1"]
)
def test_an_address_that_leads_nowhere_is_refused(address):
    with pytest.raises(LookupError):
        place_of(charter("nehir"), address)


def test_a_place_is_written_and_read():
    path = ("topics", 3, "fields", 0, "kind")
    assert parsed(path_text(path)) == path
