"""Every measure once more, by another hand: from the lines of a history, with plain arithmetic.

Nothing here is the product's but the grid to which durations are cut down, which is a part of the definition.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from muhatap.reports.grid import on_grid

Line = dict[str, Any]
Value = float | None
_HAPPENED = ("replied_at", "resolved_at", "made_at", "done_at")


class Lines:
    """The lines of a history that count, known as of a moment."""

    def __init__(self, lines: list[Line], as_of: datetime) -> None:
        self.as_of = as_of
        self.all = [self._known(line) for line in lines if _at(line["at"]) <= as_of]
        self.counted = [line for line in self.all if not line.get("excluded")]

    def _known(self, line: Line) -> Line:
        """A line without what had not happened yet."""
        later = [name for name in _HAPPENED if name in line and _at(line[name]) > self.as_of]
        return {name: value for name, value in line.items() if name not in later}

    def of(self, *kinds: str) -> list[Line]:
        return [line for line in self.counted if line["kind"] in kinds]

    def contacts(self, *, answered: bool | None = None) -> list[Line]:
        return [line for line in self.of("contact") if answered in (None, line["answered"])]

    def complaints(self) -> list[Line]:
        return [line["complaint"] for line in self.of("case") if "complaint" in line]

    def closed(self) -> list[Line]:
        return [told for told in self.complaints() if told.get("closed")]

    def scores(self, sort: str, outcome: tuple[str, ...] = ()) -> list[int]:
        rows = [line for line in self.of("survey") if line.get("sort", "csat") == sort and "score" in line]
        return [line["score"] for line in rows if not outcome or line.get("outcome", "") in outcome]

    def promises(self) -> list[tuple[str, bool]]:
        """Code of each promise that is due, and whether it was kept."""
        told = [each for line in self.of("case") for each in line.get("promises", ())]
        told += self.of("promise")
        due = []
        for each in told:
            if "result" in each:
                if each["result"] in {"kept", "missed", "late"}:
                    due.append((each["clock"], each["result"] == "kept"))
                continue
            limit, done = _at(each["due_at"]), each.get("done_at")
            if done:
                due.append((each["clock"], _at(done) <= limit))
            elif limit < self.as_of:
                due.append((each["clock"], False))
        return [each for each in due if each[0] != "ack"]

    def issues(self) -> list[tuple[bool, bool]]:
        """Of each matter whose seven days are over: solved at first, and so without a transfer."""
        touches: dict[tuple[str, str], list[Line]] = {}
        for line in self.counted:
            is_answer = line["kind"] == "reopening" or (line["kind"] == "contact" and line["answered"])
            if is_answer and line.get("customer"):
                touches.setdefault((line["customer"], line.get("topic", "")), []).append(line)
        told = []
        for rows in touches.values():
            rows.sort(key=lambda row: _at(row["at"]))
            while rows:
                first, begun = rows[0], _at(rows[0]["at"])
                again = [row for row in rows[1:] if _at(row["at"]) - begun <= timedelta(days=7)]
                rows = rows[1 + len(again) :]
                if self.as_of - begun > timedelta(days=7):
                    solved = first.get("solved", True) and not again
                    told.append((solved, solved and not first.get("transferred", False)))
        told += [(line["fcr"], line["fcr_strict"]) for line in self.of("issue", "case") if "fcr" in line]
        return told


def _at(said: str) -> datetime:
    return datetime.fromisoformat(said)


def _seconds(line: Line, until: str) -> int:
    return int((_at(line[until]) - _at(line["at"])).total_seconds())


def _share(part: float, whole: float, times: float = 100) -> Value:
    return times * part / whole if whole else None


def _mean(values: list[Any], scale: float = 1) -> Value:
    return sum(values) / len(values) / scale if values else None


def _holds(rows: list[Any], holds: Callable[[Any], Any]) -> Value:
    return _share(sum(bool(holds(row)) for row in rows), len(rows))


def _middle(values: list[int]) -> Value:
    ordered = sorted(map(on_grid, values))
    half = len(ordered) // 2
    if not ordered:
        return None
    return (ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2) / 3600


def _ninth(values: list[int]) -> Value:
    ordered = sorted(map(on_grid, values))
    return ordered[ceil(9 * len(ordered) / 10) - 1] / 3600 if ordered else None


def _replies(told: Lines) -> list[int]:
    return [_seconds(line, "replied_at") for line in told.of("case") if "replied_at" in line]


def _solutions(told: Lines) -> list[int]:
    return [_seconds(line, "resolved_at") for line in told.of("case") if "resolved_at" in line]


def _turns(told: Lines) -> list[int]:
    own = [line["seconds"] for line in told.of("turn")]
    return own + [turn for line in told.of("case") for turn in line.get("turns", ())]


def _waiting(told: Lines, for_whom: str) -> Value:
    rows = [line["waited"] for line in told.of("case") if sum(line.get("waited", {}).values())]
    return _share(sum(row.get(for_whom, 0) for row in rows), sum(sum(row.values()) for row in rows))


def _level(told: Lines, within: int, rows: list[Line]) -> Value:
    return _holds(rows, lambda line: line["answered"] and line.get("wait", 0) <= within)


def _not_short(told: Lines) -> list[Line]:
    return [line for line in told.contacts() if line["answered"] or line.get("wait", 0) >= 5]


def _calls(told: Lines) -> list[Line]:
    rows = [line for line in told.contacts(answered=True) if line.get("mode", "call") == "call"]
    return [line for line in rows if "talk" in line]


def _chats(told: Lines, name: str) -> list[int]:
    rows = [line for line in told.contacts(answered=True) if line.get("mode") == "chat"]
    return [line[name] for line in rows if name in line]


def _of_chats(rows: list[Line]) -> list[Line]:
    return [line for line in rows if line.get("mode") == "chat"]


def _held_at_a_time(told: Lines) -> Value:
    rows = [line for line in _of_chats(told.contacts()) if "held" in line and line.get("focus")]
    return _share(sum(line["held"] for line in rows), sum(line["focus"] for line in rows), 1)


def _sheets(told: Lines, part: tuple[str, ...], whole: tuple[str, ...]) -> Value:
    rows = [line for line in told.of("agent_time") if all(name in line for name in (*part, *whole))]
    return _share(
        sum(line[name] for line in rows for name in part), sum(line[name] for line in rows for name in whole)
    )


def _kappa(told: Lines) -> Value:
    rows = [(line["first"], line["second"]) for line in told.of("calibration")]
    if not rows:
        return None
    agreed = sum(first == second for first, second in rows) / len(rows)
    one = sum(first for first, _ in rows) / len(rows)
    two = sum(second for _, second in rows) / len(rows)
    chance = one * two + (1 - one) * (1 - two)
    return None if chance == 1 else (agreed - chance) / (1 - chance)


def _points(line: Line) -> int:
    weights = sum(part["weight"] for part in line["parts"])
    return int(sum(part["weight"] * part["score"] for part in line["parts"]) * 10_000 / weights + 0.5)


def _gain(told: Lines) -> Value:
    own = _mean([line.get("seconds", 0) for line in told.of("session") if line["outcome"] == "solved"], 3600)
    cases = _mean(_solutions(told), 3600)
    return None if own is None or cases is None else cases - own


def _self_service(told: Lines) -> Value:
    rows = [line["outcome"] for line in told.of("session") if line["outcome"] != "left"]
    return _holds(rows, lambda outcome: outcome == "solved")


def _open(told: Lines) -> Value:
    rows = [line for line in told.of("uptime") if line["open_seconds"]]
    opened = sum(line["open_seconds"] for line in rows)
    down = sum(min(line["open_seconds"], line.get("down_seconds", 0)) for line in rows)
    return _share(opened - down, opened)


def _answered_in_all(told: Lines) -> Value:
    refused = sum(line.get("refused", 0) for line in told.of("uptime"))
    return _share(len(told.contacts(answered=True)), len(told.contacts()) + refused)


def _in_days(told: Lines, name: str, most: int, missing: int) -> Value:
    return _holds(told.closed(), lambda row: row.get(name, missing) <= most)


def _known(rows: list[Line], name: str) -> list[Line]:
    return [row for row in rows if name in row]


def _of_complaints(name: str) -> Callable[[Lines], Value]:
    return lambda told: _holds(_known(told.complaints(), name), lambda row: row[name])


def _upheld(told: Lines) -> list[Line]:
    return [row for row in told.complaints() if row.get("outcome") in {"upheld", "partly"}]


def _net(scores: list[int]) -> Value:
    return _share(sum(each >= 9 for each in scores) - sum(each <= 6 for each in scores), len(scores))


_SHEET = ("handle", "available")
TWINS: dict[str, Callable[[Lines], Value]] = {
    "cases_received": lambda told: len(told.of("case")),
    "cases_excluded": lambda told: sum(
        line["kind"] == "case" and bool(line.get("excluded")) for line in told.all
    ),
    "frt_median": lambda told: _middle(_replies(told)),
    "frt_p90": lambda told: _ninth(_replies(told)),
    "frt_mean": lambda told: _mean(_replies(told), 3600),
    "resolution_median": lambda told: _middle(_solutions(told)),
    "resolution_p90": lambda told: _ninth(_solutions(told)),
    "resolution_mean": lambda told: _mean(_solutions(told), 3600),
    "response_time": lambda told: _mean(_turns(told)),
    "resolution_rate": lambda told: _holds(told.of("case"), lambda line: "resolved_at" in line),
    "sla_attainment": lambda told: _holds(told.promises(), lambda each: each[1]),
    "promise_kept": lambda told: _holds(
        [each for each in told.promises() if each[0] in {"callback", "update", "payment_date"}],
        lambda each: each[1],
    ),
    "time_paused": lambda told: _waiting(told, "customer"),
    "time_third_party": lambda told: _waiting(told, "third"),
    "time_with_us": lambda told: _waiting(told, "us"),
    "case_reopen_rate": lambda told: _holds(
        _known(told.of("case"), "resolved_at"), lambda line: line.get("reopened")
    ),
    "aht": lambda told: _mean([line["talk"] + line["hold"] + line["acw"] for line in _calls(told)]),
    "aht_chat": lambda told: _mean(_chats(told, "focus")),
    "chat_elapsed": lambda told: _mean(_chats(told, "elapsed")),
    "asa": lambda told: _mean([line.get("wait", 0) for line in told.contacts(answered=True)]),
    "service_level": lambda told: _level(told, 20, _not_short(told)),
    "service_level_answered": lambda told: _level(told, 20, told.contacts(answered=True)),
    "service_level_strict": lambda told: _level(told, 20, told.contacts()),
    "service_level_bddk": lambda told: _level(told, 30, told.contacts()),
    "abandonment": lambda told: _holds(_not_short(told), lambda line: not line["answered"]),
    "abandonment_raw": lambda told: _holds(told.contacts(), lambda line: not line["answered"]),
    "answer_rate": lambda told: _holds(told.contacts(), lambda line: line["answered"]),
    "chat_wait": lambda told: _mean(
        [line.get("wait", 0) for line in _of_chats(told.contacts(answered=True))]
    ),
    "chat_first_response": lambda told: _mean(_chats(told, "reply")),
    "chat_service_level": lambda told: _level(told, 60, _of_chats(_not_short(told))),
    "chat_abandonment": lambda told: _holds(_of_chats(_not_short(told)), lambda line: not line["answered"]),
    "chat_concurrency": _held_at_a_time,
    "occupancy": lambda told: _sheets(told, ("handle",), _SHEET),
    "utilisation": lambda told: _sheets(told, _SHEET, ("logged_in",)),
    "shrinkage": lambda told: None if (there := _sheets(told, _SHEET, ("paid",))) is None else 100 - there,
    "fcr": lambda told: _holds(told.issues(), lambda each: each[0]),
    "fcr_strict": lambda told: _holds(told.issues(), lambda each: each[1]),
    "transfer_rate": lambda told: _holds(told.contacts(answered=True), lambda line: line.get("transferred")),
    "callback_kept": lambda told: _holds(
        told.of("callback"),
        lambda line: (
            line["kept"]
            if "kept" in line
            else "made_at" in line and _at(line["at"]) <= _at(line["made_at"]) <= _at(line["until_at"])
        ),
    ),
    "cost_per_contact": lambda told: _share(
        sum(line["amount"] for line in told.of("cost")), len(told.contacts(answered=True)), 1
    ),
    "csat": lambda told: _holds(told.scores("csat"), lambda score: score >= 4),
    "csat_mean": lambda told: _mean(told.scores("csat")),
    "nps": lambda told: _net(told.scores("nps")),
    "ces": lambda told: _mean(told.scores("ces")),
    "ces_top": lambda told: _holds(told.scores("ces"), lambda score: score >= 5),
    "fairness_upheld": lambda told: _holds(
        told.scores("explained", ("upheld", "partly")), lambda score: score >= 4
    ),
    "fairness_not_upheld": lambda told: _holds(
        told.scores("explained", ("not_upheld", "")), lambda score: score >= 4
    ),
    "survey_response": lambda told: _holds(
        [line for line in told.of("survey") if line.get("invited", True) and not line.get("bounced")],
        lambda line: "score" in line or line.get("answered"),
    ),
    "qa_score": lambda told: _mean(
        [0 if line.get("critical") else _points(line) for line in told.of("review")], 100
    ),
    "qa_score_uncritical": lambda told: _mean([_points(line) for line in told.of("review")], 100),
    "qa_critical": lambda told: _holds(told.of("review"), lambda line: line.get("critical")),
    "qa_kappa": _kappa,
    "complaints_received": lambda told: len(told.complaints()),
    "complaints_per_1000": lambda told: _share(
        len(told.complaints()), sum(line["count"] for line in told.of("customers")), 1000
    ),
    "complaints_closed_3bd": lambda told: _in_days(told, "closed_business_days", 3, 99),
    "complaints_closed_8wk": lambda told: _in_days(told, "closed_days", 56, 0),
    "uphold_rate": lambda told: _holds(
        _known(told.complaints(), "outcome"), lambda row: row["outcome"] != "not_upheld"
    ),
    "ack_on_time": _of_complaints("acknowledged_in_time"),
    "external_referral": lambda told: _holds(told.complaints(), lambda row: row.get("external")),
    "appeal_reversal": _of_complaints("appeal_reversed"),
    "overturn_rate": _of_complaints("overturned"),
    "reopen_rate": lambda told: _holds(told.closed(), lambda row: row.get("reopened")),
    "repeat_cause": lambda told: _holds(told.complaints(), lambda row: row.get("cause_was_fixed")),
    "silence_closures": lambda told: _holds(told.closed(), lambda row: row.get("unconfirmed")),
    "customer_return": _of_complaints("customer_returned"),
    "average_redress": lambda told: _mean([row.get("redress", 0) for row in _upheld(told)]),
    "self_service": _self_service,
    "speed_gained": _gain,
    "reachability": _open,
    "answer_rate_all": _answered_in_all,
    "topic_misselection": lambda told: _holds(
        _known(told.of("case"), "topic_was_wrong"), lambda line: line["topic_was_wrong"]
    ),
    "complete_at_intake": lambda told: _holds(
        _known(told.of("case"), "completeness"), lambda line: line["completeness"] == "complete"
    ),
}
