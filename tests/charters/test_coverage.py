"""COVERAGE.md is true: places exist in the samples, tests exist, and what is not there is counted."""

import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from muhatap.charters.loading import load

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "charters" / "COVERAGE.md").read_text("utf-8")
ROW = re.compile(
    r"\| (R\d{3}) \| (S[12]):\d+ \| [^|]+ \| (?:`([^`]+)`|–) \| [^|]+ \| (?:`([^`]+)`|–) \| ([^|]+) \|"
)
ROWS = [match.groups() for match in ROW.finditer(PAGE)]
STATE = re.compile(r"done|partly; rest: issue [3-9]|not yet: issue [3-9]")
SAMPLES = {"S1": "nehir", "S2": "liman"}
STEP = re.compile(r"([^.\[\]]+)|\[([^\]]+)\]")


@pytest.fixture(scope="module")
def charters():
    return {
        service: load((ROOT / "charters" / f"{name}.yaml").read_text("utf-8"), name).values
        for service, name in SAMPLES.items()
    }


def found(values, path):
    """What stands at a place such as `topics[PAY-WD].payment`; entries of lists are named by code or id."""
    for key, name in STEP.findall(path):
        if key:
            values = values[key]
        else:
            values = next(each for each in values if name in (each.get("code"), each.get("id")))
    return values


def test_every_demand_has_its_line_once_and_in_order():
    assert [row[0] for row in ROWS] == [f"R{number:03}" for number in range(1, 249)]
    assert [row[1] for row in ROWS] == ["S1"] * 130 + ["S2"] * 118


@pytest.mark.parametrize(("demand", "service", "path"), [row[:3] for row in ROWS if row[2]])
def test_the_place_stands_in_the_sample(charters, demand, service, path):
    assert found(charters[service], path) not in (None, "", [], {}), demand


@pytest.mark.parametrize(("demand", "test"), [(row[0], row[3]) for row in ROWS if row[3]])
def test_the_test_exists(demand, test):
    file, *_, name = test.split("::")
    assert re.search(rf"^ *def {name}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE), demand


def test_what_is_there_is_proved_and_what_is_not_names_its_issue():
    for demand, _, _, test, state in ROWS:
        assert STATE.fullmatch(state), (demand, state)
        assert bool(test) != state.startswith("not yet"), demand


def test_what_is_not_there_yet_is_counted(capsys):
    counts = Counter(state.split(";")[0].split(":")[0] for *_, state in ROWS)
    waiting = Counter(state.rpartition(": ")[2] for *_, state in ROWS if state != "done")
    with capsys.disabled():
        sys.stdout.write(f"\ncoverage: {dict(counts)}; waiting for: {dict(waiting.most_common())}\n")
    assert sum(counts.values()) == 248
    assert counts["done"] >= 99


def test_every_number_of_the_list_of_times_stands_in_a_sample(charters):
    times = {
        service: {(each.get("target", ""), each["limit"]) for each in values["promises"]}
        for service, values in charters.items()
    }
    s1, s2 = times["S1"], times["S2"]
    assert {("48h", "72h"), ("7d", "14d"), ("24h", "72h")} <= s1
    assert {
        ("24h", "48h"),
        ("24h", "72h"),
        ("4bh", "3bd"),
        ("5bm", "4bh"),
        ("3bd", "14bd"),
        ("", "60s"),
    } <= s2
    assert ("1bm", "5bm") in s1 & s2
    assert {values["links"]["password_reset"] for values in charters.values()} == {"5m"}
    for values in charters.values():
        methods = values["payment_methods"]
        assert methods["card"]["deposit"]["within"] == "1m"
        assert methods["bank_transfer"]["deposit"]["within"] == "3bd"
        hours = values["calendars"][values["help_centre"]["calendar"]]["hours"]
        assert list(hours.values()) == [[["00:00", "24:00"]]] * 7
    assert charters["S2"]["plans"]["kurumsal_724"]["calendar"] == "always"
