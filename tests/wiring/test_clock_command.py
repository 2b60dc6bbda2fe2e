"""The vectors of business time, asked of the real command."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from muhatap.calendars.feasts import with_public_holidays, without_holidays
from muhatap.calendars.hours import Schedule
from tests.calendars.worlds import BRITAIN, OFFICE, TURKIYE

SATURDAYS = with_public_holidays(Schedule("Europe/Istanbul", (*OFFICE[:5], ((600, 1080),), ())), "TR", [2026])
UNCOUNTED = Schedule(
    "Europe/Istanbul", OFFICE, TURKIYE.holidays, TURKIYE.half_days, False, TURKIYE.valid_until
)
HALF_TO_FULL = without_holidays(TURKIYE, [day for day in TURKIYE.half_days if day.month == 10])

VECTORS = [
    # calendar, start, span, options, due
    (TURKIYE, "2026-10-28T12:30+03:00", "8bh", [], "2026-10-30T16:30:00+03:00"),
    (TURKIYE, "2026-03-19T10:00+03:00", "9bh", [], "2026-03-23T15:00:00+03:00"),
    (TURKIYE, "2026-05-25T17:00+03:00", "24bh", [], "2026-06-03T10:00:00+03:00"),
    (TURKIYE, "2026-11-21T11:00+03:00", "4bh", [], "2026-11-23T13:00:00+03:00"),
    (SATURDAYS, "2026-11-21T11:00+03:00", "4bh", [], "2026-11-21T15:00:00+03:00"),
    (HALF_TO_FULL, "2026-10-28T12:30+03:00", "8bh", [], "2026-10-30T11:30:00+03:00"),
    (BRITAIN, "2026-12-14T10:00+00:00", "15bd", [], "2027-01-07T18:00:00+00:00"),
    (BRITAIN, "2026-12-14T10:00+00:00", "35bd", [], "2027-02-04T18:00:00+00:00"),
    (BRITAIN, "2026-11-20T10:00+00:00", "3bd", [], "2026-11-25T18:00:00+00:00"),
    (TURKIYE, "2026-05-22T10:00+03:00", "3bd", [], "2026-06-01T18:00:00+03:00"),
    (UNCOUNTED, "2026-05-22T10:00+03:00", "3bd", [], "2026-06-02T18:00:00+03:00"),
    (TURKIYE, "2026-05-22T10:00+03:00", "14bd", [], "2026-06-16T18:00:00+03:00"),
    (UNCOUNTED, "2026-05-22T10:00+03:00", "14bd", [], "2026-06-17T18:00:00+03:00"),
    (BRITAIN, "2026-11-22T10:00+00:00", "8w", [], "2027-01-17T10:00:00+00:00"),
    (BRITAIN, "2026-11-22T10:00+00:00", "8w", ["--law"], "2027-01-18T00:00:00+00:00"),
    (BRITAIN, "2026-01-31T10:00+00:00", "1mo", [], "2026-02-28T10:00:00+00:00"),
    (BRITAIN, "2026-01-31T10:00+00:00", "1mo", ["--last-day=forward"], "2026-03-03T00:00:00+00:00"),
    (BRITAIN, "2026-01-31T10:00+00:00", "1mo", ["--last-day=backward"], "2026-02-28T00:00:00+00:00"),
    (BRITAIN, "2026-08-31T10:00+01:00", "1mo", [], "2026-09-30T10:00:00+01:00"),
    (BRITAIN, "2026-08-31T10:00+01:00", "3mo", [], "2026-11-30T10:00:00+00:00"),
    (TURKIYE, "2026-10-01T10:00+03:00", "30d", ["--law"], "2026-11-01T00:00:00+03:00"),
    (TURKIYE, "2026-10-27T16:00+03:00", "72h", [], "2026-10-30T16:00:00+03:00"),
    (TURKIYE, "2026-11-20T22:15+03:00", "72h", [], "2026-11-23T22:15:00+03:00"),
    (BRITAIN, "2026-10-24T12:00+01:00", "48h", [], "2026-10-26T11:00:00+00:00"),
    (
        TURKIYE,
        "2026-11-02T09:00+03:00",
        "14d",
        ["--pause=2026-11-05T12:00+03:00/2026-11-08T12:00+03:00"],
        "2026-11-19T09:00:00+03:00",
    ),
]


def ask(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "muhatap.wiring.console", "clock", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)


def due(schedule: Schedule, start: str, span: str, *options: str) -> dict:
    written = json.dumps(schedule.to_json())
    asked = ask("due", "--schedule", written, "--start", start, "--for", span, "--json", *options)
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout)


@pytest.mark.parametrize(("schedule", "start", "span", "options", "at"), VECTORS)
def test_a_vector(schedule, start, span, options, at):
    assert due(schedule, start, span, *options)["at"] == at


def test_the_safe_due_lies_on_the_last_working_day_before():
    answered = due(TURKIYE, "2026-10-01T10:00+03:00", "30d", "--law")
    assert answered["safe_at"] == "2026-10-30T18:00:00+03:00"


def test_it_explains_in_words_and_reads_a_file(tmp_path: Path):
    file = tmp_path / "calendar.json"
    file.write_text(json.dumps(TURKIYE.to_json()), "utf-8")
    asked = ask(
        "due", "--schedule", str(file), "--start", "2026-10-28T12:30+03:00", "--for", "8bh", "--explain", "en"
    )
    assert "29 October Thursday does not count: Republic Day." in asked.stdout.splitlines()


def test_a_night_shift_counts_over_midnight():
    night = {"tz": "Europe/Istanbul", "hours": {"fri": [["22:00", "06:00+1"]], "mon": [["22:00", "06:00+1"]]}}
    answered = due(Schedule.from_json(night), "2026-11-20T23:00+03:00", "8bh")
    assert answered["at"] == "2026-11-23T23:00:00+03:00"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["due", "--start", "2026-10-28T12:30", "--for", "8bh", "--schedule", "{}"], "has no zone"),
        (
            ["due", "--start", "2026-10-28T12:30Z", "--for", "8xh", "--schedule", '{"tz": "UTC"}'],
            "not a length",
        ),
        (["due", "--start", "2026-10-28T12:30Z", "--for", "8bh", "--schedule", "{"], "not JSON"),
        (["due", "--start", "2026-10-28T12:30Z", "--for", "8bh", "--schedule", "/nowhere"], "No such file"),
        (
            ["due", "--start", "2026-10-28T12:30Z", "--for", "8bh", "--schedule", '{"tz": "UTC"}'],
            "no open hours",
        ),
        (
            [
                "due",
                "--start",
                "2026-10-28T12:30Z",
                "--for",
                "8d",
                "--law",
                "--schedule",
                '{"tz": "UTC"}',
                "--pause",
                "2026-10-28T13:30Z/2026-10-28T14:30Z",
            ],
            "never pauses",
        ),
        (["holidays", "--country", "XX", "--year", "2026"], "No holidays are known"),
    ],
)
def test_wrong_use_is_explained_on_stderr(options, words):
    asked = ask(*options)
    assert (asked.returncode, asked.stdout) == (2, "")
    assert words in asked.stderr


def test_holidays_are_listed_with_their_names():
    listed = ask("holidays", "--country", "TR", "--year", "2026").stdout.splitlines()
    assert "2026-10-29 Cumhuriyet Bayramı" in listed
    assert any(line.startswith("2026-03-20 Ramazan") for line in listed)
