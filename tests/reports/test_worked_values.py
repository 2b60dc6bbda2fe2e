"""Every worked value of the measures comes out of the command line, from histories."""

import json
from pathlib import Path
from typing import Any

import pytest

from muhatap.wiring.console import main
from tests.reports.histories import AS_OF, WORKED


def _asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def _file(folder: Path, lines: list[dict[str, Any]]) -> str:
    path = folder / "history.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return str(path)


@pytest.mark.parametrize("name", WORKED)
def test_a_worked_value_comes_out_of_the_command_line(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, expected = WORKED[name]
    told = _asked(capsys, "report", "kpi", *expected, "--history", _file(tmp_path, lines), "--as-of", AS_OF)
    assert {figure["kpi"]: figure["value"] for figure in told["figures"]} == expected


def test_the_interval_of_a_share_is_wilsons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for answers, interval in (((7, 3), [39.68, 89.22]), ((70, 30), [60.42, 78.11]), ((0, 5), [0.0, 43.45])):
        lines = [
            {"kind": "survey", "at": "2026-11-02T10:00:00Z", "score": score}
            for score, count in zip((5, 1), answers, strict=True)
            for _ in range(count)
        ]
        told = _asked(capsys, "report", "kpi", "csat", "--history", _file(tmp_path, lines))
        assert told["figures"][0]["interval_95"] == interval


def test_complaints_balance_and_a_broken_return_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history = _file(tmp_path, WORKED["half-year of complaints"][0])
    asked = ("report", "balance", "--history", history, "--from", "2026-07-01", "--to", "2026-12-31")
    told = _asked(capsys, *asked)
    assert told == {"open_start": 0, "opened": 120, "closed": 112, "open_end": 8}


def test_few_answers_are_called_insufficient(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    history = _file(tmp_path, WORKED["satisfaction"][0])
    (csat,) = _asked(capsys, "report", "kpi", "csat", "--history", history)["figures"]
    assert (csat["n"], csat["insufficient"]) == (10, True)


def test_explain_names_what_stands_in_numerator_and_denominator(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history = _file(tmp_path, WORKED["first contacts"][0])
    told = _asked(
        capsys, "report", "explain", "fcr", "--history", history, "--period", "2026-11", "--as-of", AS_OF
    )
    assert told["numerator_cases"] == ["I1", "I3", "I4", "I7", "I9", "I8"]
    assert set(told["denominator_cases"]) == {f"I{number}" for number in range(1, 10)}


STAFFING = (
    (("--calls", "200", "--aht", "180", "--goal", "80/20", "--max-occupancy", "0.85", "--shrinkage", "0.3"),
     (10, 14, 0.174132, 0.888350, 7.8359, 0.714286, 20)),
    (("--calls", "360", "--period", "1800", "--aht", "240", "--goal", "80/15", "--shrinkage", "0.3"),
     (48, 55, 0.238701, 0.845883, 8.1840, 0.872727, 79)),
    (("--calls", "500", "--aht", "240", "--goal", "80/30", "--max-occupancy", "0.85", "--shrinkage", "0.35"),
     (33.3333, 40, 0.190737, 0.917106, 6.8665, 0.833333, 62)),
    (("--calls", "12", "--aht", "420", "--goal", "80/20", "--max-occupancy", "0.85", "--shrinkage", "0.3"),
     (1.4, 3, 0.202360, 0.812485, 53.1195, 0.466667, 5)),
)  # fmt: skip


@pytest.mark.parametrize(("options", "expected"), STAFFING)
def test_the_table_of_erlang_c(
    options: tuple[str, ...], expected: tuple[float, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    told = _asked(capsys, "staffing", "erlang", *options)
    erlangs, agents, waiting, level, asa, busy, heads = expected
    assert (told["agents"], told["heads"], told["stable"]) == (agents, heads, True)
    assert told["erlangs"] == pytest.approx(erlangs, abs=5e-5)
    assert told["waiting"] == pytest.approx(waiting, abs=5e-7)
    assert told["service_level"] == pytest.approx(level, abs=5e-7)
    assert told["asa_seconds"] == pytest.approx(asa, abs=5e-5)
    assert told["occupancy"] == pytest.approx(busy, abs=5e-7)


@pytest.mark.parametrize(("agents", "level"), [(13, 0.795595), (12, 0.640158), (11, 0.389614)])
def test_fewer_agents_reach_less(agents: int, level: float, capsys: pytest.CaptureFixture[str]) -> None:
    told = _asked(capsys, "staffing", "erlang", "--calls", "200", "--aht", "180", "--agents", str(agents))
    assert told["service_level"] == pytest.approx(level, abs=5e-7)


def test_too_few_agents_are_unstable_and_nobody_is_needed_for_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = _asked(capsys, "staffing", "erlang", "--calls", "200", "--aht", "180", "--agents", "10")
    assert (told["stable"], told["waiting"], told["asa_seconds"]) == (False, 1.0, None)
    assert _asked(capsys, "staffing", "erlang", "--calls", "0", "--aht", "180")["agents"] == 0


def test_chats_at_once_deferred_work_loss_and_waiting(capsys: pytest.CaptureFixture[str]) -> None:
    chats = ("--calls", "90", "--aht", "600", "--concurrency", "3", "--goal", "80/60")
    told = _asked(capsys, "staffing", "erlang", *chats)
    assert (told["erlangs"], told["agents"]) == (5.0, 7)
    assert told["service_level"] == pytest.approx(0.822103, abs=5e-7)
    deferred = ("--volume", "420", "--aht", "540", "--productive", "27000", "--occupancy", "0.85")
    told = _asked(capsys, "staffing", "deferred", *deferred)
    assert (round(told["fte"], 2), told["heads"]) == (9.88, 10)
    for agents, erlangs, blocked in (("14", "10", 0.056819143), ("8", "5", 0.070047852)):
        told = _asked(capsys, "staffing", "erlang-b", "--agents", agents, "--erlangs", erlangs)
        assert told["blocked"] == blocked
    told = _asked(capsys, "staffing", "wait", "--position", "6", "--aht", "300", "--agents", "5")
    assert told["seconds"] == 360


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
