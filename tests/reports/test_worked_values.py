"""Every worked value of the measures comes out of the command line, from histories."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from muhatap.wiring.console import main
from tests.reports.histories import AT
from tests.reports.vectors import MASKED, VECTORS


def _asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def _file(folder: Path, lines: list[dict[str, Any]]) -> str:
    path = folder / "history.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return str(path)


def _within(told: Any, path: str) -> Any:
    """A part of an answer; figures are named by their measure."""
    found = {each["kpi"]: each for each in told["figures"]} if "figures" in told else told
    for name in path.split("."):
        found = found[int(name)] if isinstance(found, list) else found[name]
    return found


@pytest.mark.parametrize("name", VECTORS)
def test_a_worked_value_comes_out_of_the_command_line(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vector = VECTORS[name]
    asked = vector.asked.split()
    if vector.history:
        asked += ["--history", _file(tmp_path, vector.history)]
    told = _asked(capsys, *asked)
    for path, expected in vector.expected.items():
        places = 5e-5 if path == "asa_seconds" else 5e-7
        value = _within(told, path)
        is_close = isinstance(expected, float) and isinstance(value, float)
        assert value == (pytest.approx(expected, abs=places, rel=0) if is_close else expected), path


@pytest.mark.parametrize("text", MASKED)
def test_what_is_valid_is_masked(
    text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert main(["mask"]) == 0
    assert capsys.readouterr().out == MASKED[text]


def test_a_return_that_does_not_balance_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [{"kind": "case", "at": AT, "closed_at": "2026-11-01T00:00:00+03:00"}]
    assert main(["report", "balance", "--history", _file(tmp_path, lines)]) == 2
    assert "closed_at lies before at" in capsys.readouterr().err


@pytest.mark.parametrize(
    "asked",
    [
        "interest --amount 1000 --rate 8 --days -1",
        "interest --amount 1000 --rate 8 --from 2026-02-30 --to 2026-03-01",
        "interest --amount 1000 --rate much --days 1",
        "fee --amount 1.999 --percent 5",
        "fee --amount 0 --percent 5",
        "fee --amount 10 --percent 101",
    ],
)
def test_an_amount_that_cannot_be_is_refused(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["remedies", *asked.split()]) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    "line",
    [
        '{"kind": "case"}',
        '{"kind": "nothing", "at": "2026-11-02T10:00:00Z"}',
        '{"kind": "contact", "at": "2026-11-02T10:00:00", "answered": true}',
        '{"kind": "contact", "at": "2026-11-02T10:00:00Z", "answered": "yes"}',
        '{"kind": "survey", "at": "2026-11-02T10:00:00Z", "score": 9}',
        '{"kind": "case", "at": "2026-11-02T10:00:00Z", "resolved_at": "2026-11-01T10:00:00Z"}',
        '{"kind": "cost", "at": "2026-11-02T10:00:00Z", "amount": "a lot"}',
        "[]",
        "{",
    ],
)
def test_a_line_that_says_nothing_is_named(
    line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "history.jsonl"
    path.write_text(line)
    assert main(["report", "kpi", "--history", str(path)]) == 2
    assert "line 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    "question",
    [
        ("kpi", "nothing"),
        ("kpi", "--by", "mood"),
        ("kpi", "--by", "channel,topic,team"),
        ("kpi", "--period", "2026-13"),
        ("kpi", "--from", "2026-11-02", "--to", "2026-11-01"),
        ("kpi", "--where", "channel"),
        ("kpi", "--zone", "Mars/Olympus"),
        ("kpi", "--as-of", "soon"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    question: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", *question, "--history", _file(tmp_path, [])]) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    "asked",
    [
        "forecast --day tomorrow",
        "forecast --day 2026-11-23 --weeks 0",
        "forecast --day 2026-11-23 --country XX",
        "forecast --day 2026-11-23 --zone Mars/Olympus",
        "requirement --day 2026-11-23 --aht 240 --shift 9-18",
        "requirement --day 2026-11-23 --aht 240 --shift 09:10-18:00=2",
        "requirement --day 2026-11-23 --aht 240 --goal 80",
        "requirement --day 2026-11-23 --aht -1",
        "what-if --day 2026-11-23 --aht 240 --volume -1",
    ],
)
def test_a_day_that_cannot_be_staffed_is_refused(
    asked: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["staffing", *asked.split(), "--history", _file(tmp_path, [])]) == 2
    assert capsys.readouterr().err
