"""Every worked value of the measures: what is asked of the command line, of what, and what it says."""

from dataclasses import dataclass, field
from typing import Any

from tests.reports.histories import AS_OF, AT, WORKED, Line, first_contacts, half_year


@dataclass(frozen=True)
class Vector:
    """A question, the history it is asked of, and parts of the answer by their path in it."""

    asked: str
    expected: dict[str, Any]
    history: list[Line] = field(default_factory=list)


def _answers(good: int, bad: int) -> list[Line]:
    scores = [5] * good + [1] * bad
    return [{"kind": "survey", "at": AT, "score": score} for score in scores]


def _mondays() -> list[Line]:
    """The load of the second row of Erlang's table, four Mondays at ten, and a holiday with a tenth of it."""
    lines = [("2026-10-26", 360), ("2026-11-02", 360), ("2026-11-09", 360), ("2026-11-16", 360)]
    return [
        {"kind": "contact", "answered": True, "channel": "phone", "at": f"{day}T10:{each % 30:02}:00+03:00"}
        for day, count in (*lines, ("2026-10-29", 36), ("2026-10-22", 360))
        for each in range(count)
    ]


_ROW = "--aht 240 --goal 80/15 --shrinkage 0.3 --shift 10:00-10:30=55"
_HALF = "--from 2026-07-01 --to 2026-12-31"
_CALLS = "staffing erlang --calls 200 --aht 180"
_CARD, _SHORT_CARD = "4111 1111 1111 1111", "378282246310005"

VECTORS: dict[str, Vector] = {
    **{
        name: Vector(
            f"report kpi {' '.join(expected)} --as-of {AS_OF}",
            {f"{kpi}.value": value for kpi, value in expected.items()},
            lines,
        )
        for name, (lines, expected) in WORKED.items()
    },
    "interval of 7 in 10": Vector("report kpi csat", {"csat.interval_95": [39.68, 89.22]}, _answers(7, 3)),
    "interval of 70 in 100": Vector(
        "report kpi csat", {"csat.interval_95": [60.42, 78.11]}, _answers(70, 30)
    ),
    "interval of none in 5": Vector("report kpi csat", {"csat.interval_95": [0.0, 43.45]}, _answers(0, 5)),
    "ten answers are few": Vector(
        "report kpi csat", {"csat.n": 10, "csat.insufficient": True}, _answers(7, 3)
    ),
    "all detractors": Vector(
        "report kpi nps", {"nps.value": -100}, [{"kind": "survey", "at": AT, "sort": "nps", "score": 0}]
    ),
    "issues behind the first contact": Vector(
        f"report explain fcr --period 2026-11 --as-of {AS_OF}",
        {"numerator_cases": ["I1", "I3", "I4", "I7", "I9", "I8"], "n": 9, "numerator": 6, "denominator": 9},
        first_contacts(),
    ),
    "a return that balances": Vector(
        f"report balance {_HALF}", {"open_start": 0, "opened": 120, "closed": 112, "open_end": 8}, half_year()
    ),
    "interest of 90 days": Vector("remedies interest --amount 1000 --rate 8 --days 90", {"value": "19.73"}),
    "interest of 45 days": Vector(
        "remedies interest --amount 12500 --rate 24 --from 2026-01-01 --to 2026-02-15", {"value": "369.86"}
    ),
    "part of a fee": Vector("remedies fee --amount 149.90 --percent 62.5", {"value": "93.69"}),
    "200 calls an hour": Vector(
        f"{_CALLS} --max-occupancy 0.85 --shrinkage 0.3",
        {
            "erlangs": 10,
            "agents": 14,
            "waiting": 0.174132,
            "service_level": 0.888350,
            "asa_seconds": 7.8359,
            "occupancy": 0.714286,
            "heads": 20,
        },
    ),
    "13 agents are too few": Vector(f"{_CALLS} --agents 13", {"service_level": 0.795595}),
    "12 agents": Vector(f"{_CALLS} --agents 12", {"service_level": 0.640158}),
    "11 agents": Vector(f"{_CALLS} --agents 11", {"service_level": 0.389614}),
    "360 calls in half an hour": Vector(
        "staffing erlang --calls 360 --period 1800 --aht 240 --goal 80/15 --shrinkage 0.3",
        {
            "erlangs": 48,
            "agents": 55,
            "waiting": 0.238701,
            "service_level": 0.845883,
            "asa_seconds": 8.1840,
            "occupancy": 0.872727,
            "heads": 79,
        },
    ),
    "500 calls an hour": Vector(
        "staffing erlang --calls 500 --aht 240 --goal 80/30 --max-occupancy 0.85 --shrinkage 0.35",
        {
            "erlangs": 33.333333,
            "agents": 40,
            "waiting": 0.190737,
            "service_level": 0.917106,
            "asa_seconds": 6.8665,
            "occupancy": 0.833333,
            "heads": 62,
        },
    ),
    "12 calls an hour": Vector(
        "staffing erlang --calls 12 --aht 420 --max-occupancy 0.85 --shrinkage 0.3",
        {
            "erlangs": 1.4,
            "agents": 3,
            "waiting": 0.202360,
            "service_level": 0.812485,
            "asa_seconds": 53.1195,
            "occupancy": 0.466667,
            "heads": 5,
        },
    ),
    "as many agents as erlangs": Vector(
        f"{_CALLS} --agents 10", {"stable": False, "waiting": 1.0, "asa_seconds": None}
    ),
    "nothing comes": Vector("staffing erlang --calls 0 --aht 180", {"agents": 0}),
    "500 erlangs": Vector("staffing erlang --erlangs 500 --aht 180 --agents 520", {"stable": True}),
    "three chats at once": Vector(
        "staffing erlang --calls 90 --aht 600 --concurrency 3 --goal 80/60",
        {"erlangs": 5.0, "agents": 7, "service_level": 0.822103},
    ),
    "work that can wait": Vector(
        "staffing deferred --volume 420 --aht 540 --productive 27000 --occupancy 0.85",
        {"fte": 9.882353, "heads": 10},
    ),
    "lost of 14": Vector("staffing erlang-b --agents 14 --erlangs 10", {"blocked": 0.056819143}),
    "lost of 8": Vector("staffing erlang-b --agents 8 --erlangs 5", {"blocked": 0.070047852}),
    "a Monday from four Mondays": Vector(
        "staffing forecast --day 2026-11-23",
        {
            "expected": 360.0,
            "days_behind": 4,
            "insufficient": False,
            "slots.0.at": "10:00",
            "slots.0.mean": 360.0,
        },
        _mondays(),
    ),
    "a holiday from a holiday": Vector(
        "staffing forecast --day 2027-01-01 --country TR", {"holiday": True, "expected": 0.0}, _mondays()
    ),
    "a holiday of a Thursday like the one before": Vector(
        "staffing forecast --day 2027-07-15 --country TR", {"holiday": True, "expected": 36.0}, _mondays()
    ),
    "a Monday takes 55": Vector(
        f"staffing requirement --day 2026-11-23 {_ROW}",
        {"peak": 55, "heads": 79, "hours": 27.5, "short_half_hours": 0, "service_level": 0.845883},
        _mondays(),
    ),
    "a tenth longer takes more": Vector(
        f"staffing what-if --day 2026-11-23 {_ROW} --longer 1.1 --more 6",
        {
            "as_it_is.peak": 55,
            "what_if.peak": 60,
            "what_if.hours_scheduled": 30.5,
            "what_if.short_half_hours": 0,
        },
        _mondays(),
    ),
    "sixth in the queue": Vector("staffing wait --position 6 --aht 300 --agents 5", {"seconds": 360}),
}
# What the mask finds is valid; the others stay as they were typed.
MASKED = {
    "10000000146": "*********46",
    "10000000147": "10000000147",
    "12345678901": "12345678901",
    "TR33 0006 1005 1978 6457 8413 26": "TR********************1326",
    "TR33 0006 1005 1978 6457 8413 27": "TR33 0006 1005 1978 6457 8413 27",
    "GB82 WEST 1234 5698 7654 32": "GB****************5432",
    "MT84 MALT 0110 0001 2345 MTLC AST0 01S": "MT*************************001S",
    _CARD: "************1111",
    _SHORT_CARD: "***********0005",
    "4111111111111112": "4111111111111112",
    "cvv 123": "cvv ***",
}
