"""`muhatap remedies ledger`: safe cells, balanced sums, wrong days refused."""

import argparse
import csv
import io
import json
from datetime import date

from muhatap.audit.models import Event
from muhatap.brands.queries import all_brands
from muhatap.money import operations as money
from muhatap.wiring.commands import remedies
from tests.complaints import telling as tell
from tests.complaints.telling import by, hours
from tests.complaints.test_redress import decide, offer, set_terms


def options(*given: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    remedies.add_arguments(parser)
    return parser.parse_args(["ledger", *given])


def paid(world) -> None:
    set_terms(world)
    complaint = tell.investigated(world)
    remedy = offer(world, complaint)
    decide(world, complaint, remedy)
    money.execute_remedy(
        remedy=remedy, done_on=date(2026, 11, 19), reference="=cmd()", by=by(world, "deniz"), at=hours(7)
    )


def test_lines_and_sums(world, capsys):
    paid(world)
    assert remedies.run(options("--from", "2026-11-01", "--to", "2026-11-30", "--json")) == 0
    told = json.loads(capsys.readouterr().out)
    assert [line["what"] for line in told["lines"]] == ["proposed", "approved", "executed"]
    assert told["sums"][0]["approved"] == "100"
    assert told["sums"][0]["balances"] is True
    assert Event.objects.filter(kind="remedy.ledger_exported").count() == len(all_brands())


def test_no_cell_is_a_formula(world, capsys):
    paid(world)
    assert remedies.run(options("--from", "2026-11-01", "--to", "2026-11-30")) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[-1]["reference"] == "'=cmd()"


def test_days_outside_and_wrong_days(world, capsys):
    paid(world)
    assert remedies.run(options("--from", "2026-12-01", "--to", "2026-12-02", "--json")) == 0
    assert json.loads(capsys.readouterr().out)["lines"] == []
    assert remedies.run(options("--from", "2026-12-02", "--to", "2026-12-01")) == 2
    assert remedies.run(options("--from", "soon")) == 2
    assert remedies.run(options("--brand", "none")) == 2
