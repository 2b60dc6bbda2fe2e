"""`muhatap problems`: the list with what is known, the report, wrong options refused."""

import argparse
import json

import pytest

from muhatap.wiring.commands import problems
from tests.problems import telling as tell

pytestmark = pytest.mark.django_db


def run(*given: str) -> int:
    parser = argparse.ArgumentParser()
    problems.add_arguments(parser)
    return problems.run(parser.parse_args(list(given)))


def test_the_list_tells_what_is_known(world, capsys):
    tell.confirmed(world, root_cause="Kuyruk")
    tell.opened(world)
    assert run("list", "--brand", "nehir", "--json") == 0
    told = json.loads(capsys.readouterr().out)["brands"][0]["problems"]
    assert [each["problem"] for each in told] == ["P-2", "P-1"]
    assert told[1]["root_cause"] == "Kuyruk"
    assert run("list", "--state", "confirmed") == 0
    assert "P-1" in capsys.readouterr().out


def test_the_report_names_no_problem_without_cases(world, capsys):
    tell.confirmed(world)
    assert run("top", "--json") == 0
    assert {each["cases"] for each in json.loads(capsys.readouterr().out)["brands"]} == {0}


@pytest.mark.parametrize("wrong", [("--brand", "yok"), ("--state", "yok")])
def test_wrong_options_are_refused(world, wrong, capsys):
    assert run("list", *wrong) == 2
    assert capsys.readouterr().err
