"""The page of benchmarks says what the kept results say, and calls a missed aim missed."""

import json

from bench import page


def kept(folder, name, value, aim, cases=5000):
    figure = {
        "name": "open list of 50",
        "value": value,
        "unit": "ms",
        "limit": 1.0,
        "p95": None,
        "aim": aim,
        "note": "",
    }
    told = {"cases": cases, "machine": {"cores": 2}, "databases": {"sqlite": {"figures": [figure]}}}
    (folder / f"{name}.json").write_text(json.dumps(told))


def test_the_page_is_in_line_with_the_newest_kept_results():
    assert page.main(["--check"]) == 0, "python -m bench.page writes it anew"


def test_the_newest_figure_stands_whether_better_or_worse(tmp_path):
    kept(tmp_path, "2026-01-01-000000", 12.0, "p50 ≤ 30 ms")
    kept(tmp_path, "2026-01-02-000000", 40.0, "p50 ≤ 30 ms")
    told = page.page(tmp_path)
    assert "0 reach it" in told
    assert "| open list of 50 | 5,000 | SQLite | 40 ms | p50 ≤ 30 ms |" in told
    assert "**missed**" in told
    assert "12 ms" not in told


def test_aims_are_judged_as_they_are_written():
    def judged(aim, value=100.0, unit="/s", limit=1000.0, database="sqlite"):
        return page.is_met({"aim": aim, "value": value, "unit": unit, "limit": limit}, database)

    assert judged("≥ 90/s") is True
    assert judged("≥ 0.25 of the limit") is False
    assert judged("≤ 250 MB embedded", unit="MB") is True
    assert judged("≤ 250 MB embedded", unit="MB", database="postgres") is None
    assert judged("100,000 cases in 60 s: 1,667/s", value=2000.0) is True
    assert judged("") is None
