"""The console: one command, exit codes that mean something, the data folder anywhere on the line."""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from muhatap.wiring.console import COMMANDS, main

DUE = ["clock", "due", "--start", "2026-10-28T12:30:00+03:00", "--for", "8bh"]
SCHEDULE = {"tz": "Europe/Istanbul", "hours": {"mon": [["09:00", "18:00"]]}}


def run(*arguments: str, data: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "muhatap.wiring.console", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "MUHATAP_DATA": str(data), "DJANGO_SETTINGS_MODULE": "muhatap.wiring.settings"},
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_exists(name):
    module = import_module(f"muhatap.wiring.commands.{name}")
    assert module.__doc__
    assert callable(module.run)
    assert callable(module.add_arguments)


@pytest.mark.parametrize("arguments", [[], ["--help"], ["nonsense"]])
def test_wrong_use_says_what_there_is(arguments, capsys):
    try:
        code = main(arguments)
    except SystemExit as end:
        code = end.code
    assert code in {0, 2}
    assert "charter" in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    "arguments", [["--data", "DIR", "schema"], ["schema", "--data", "DIR"], ["schema", "--data=DIR"]]
)
def test_the_data_folder_may_stand_anywhere(arguments, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("MUHATAP_DATA", "elsewhere")
    given = [part.replace("DIR", str(tmp_path)) for part in arguments]
    assert main(["charter", *given]) == 0
    assert os.environ["MUHATAP_DATA"] == str(tmp_path)
    assert json.loads(capsys.readouterr().out)["title"]


def test_questions_about_time_are_answered_a_line_each(tmp_path):
    line = {"op": "add", "start": "2026-11-23T10:00:00+03:00", "amount": 1, "unit": "hours"}
    questions = [json.dumps({**line, "schedule": SCHEDULE}), "nonsense", ""]
    done = run("clock", "--batch", data=tmp_path, stdin="\n".join(questions))
    answers = [json.loads(answer) for answer in done.stdout.splitlines()]
    assert answers[0] == {"at": "2026-11-23T11:00:00+03:00"}
    assert "error" in answers[1]
    assert (len(answers), done.returncode) == (2, 0)


def test_numbers_are_masked_a_line_each(tmp_path):
    done = run("mask", "--batch", data=tmp_path, stdin='{"text": "4111 1111 1111 1111"}\n')
    answer = json.loads(done.stdout)
    assert answer["masked"].endswith("1111")
    assert answer["found"] == [{"kind": "card", "start": 0, "end": 19}]


def test_from_charter_to_due_time_on_a_fresh_folder(tmp_path):
    charter = Path(__file__).parents[2] / "charters" / "nehir.yaml"
    applied = run("charter", "apply", str(charter), "--json", data=tmp_path)
    assert json.loads(applied.stdout) == {"brand": "nehir", "version": 1, "is_new": True}
    due = run(
        *[
            "clock",
            "due",
            "--calendar",
            "office",
            "--start",
            "2026-10-28T12:30:00+03:00",
            "--for",
            "8bh",
            "--json",
        ],
        data=tmp_path,
    )
    assert json.loads(due.stdout)["at"] == "2026-10-30T16:30:00+03:00"
    unknown = run(
        *DUE,
        "--calendar",
        "nope",
        data=tmp_path,
    )
    assert unknown.returncode == 2
    assert "office" in unknown.stderr


def test_a_faulty_charter_names_line_path_and_remedy(tmp_path):
    charter = (Path(__file__).parents[2] / "charters" / "nehir.yaml").read_text(encoding="utf-8")
    faulty = charter.replace("queue: payments", "queue: paymnts", 1)
    done = run("charter", "check", "-", "--json", data=tmp_path, stdin=faulty)
    problem = json.loads(done.stdout)["problems"][0]
    assert done.returncode == 1
    assert problem["line"] == 1 + charter[: charter.index("queue: payments")].count("\n")
    assert "payments" in problem["remedy"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["promises", "sweep", "--at", "yesterday"],
        ["promises", "sweep", "--at", "2026-11-22T10:00:00"],
        ["clock", "due", "--for", "8bh"],
        ["charter", "check", "/does/not/exist.yaml"],
        ["charter", "export", "--brand", "nope"],
        ["serve", "--charter", "/does/not/exist.yaml", "--port", "0"],
    ],
)
def test_wrong_use_is_exit_code_two_and_a_plain_sentence(arguments, tmp_path):
    if arguments[:2] == ["charter", "export"]:
        run("charter", "apply", str(Path(__file__).parents[2] / "charters" / "liman.yaml"), data=tmp_path)
    done = run(*arguments, data=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
