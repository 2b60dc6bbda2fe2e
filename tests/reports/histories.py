"""The worked examples of the measures as histories: what is told, and what must come out."""

from typing import Any

AT = "2026-11-02T10:00:00+03:00"
Line = dict[str, Any]


def _many(count: int, **line: Any) -> list[Line]:
    return [{"at": AT, **line} for _ in range(count)]


def _calls() -> list[Line]:
    parts = zip((240, 180, 300, 120, 360), (30, 0, 60, 0, 45), (60, 45, 90, 30, 75), strict=True)
    return [
        {"kind": "contact", "at": AT, "answered": True, "talk": talk, "hold": hold, "acw": acw}
        for talk, hold, acw in parts
    ]


def _waits() -> list[Line]:
    return [{"kind": "contact", "at": AT, "answered": True, "wait": wait} for wait in (5, 12, 40, 18, 0)]


def _offered() -> list[Line]:
    return [
        *_many(74, kind="contact", answered=True, wait=20),
        *_many(16, kind="contact", answered=True, wait=45),
        *_many(3, kind="contact", answered=False, wait=4),
        *_many(7, kind="contact", answered=False, wait=5),
    ]


def _day(day: int, minute: int = 0) -> str:
    return f"2026-11-{2 + day:02}T10:{minute:02}:00+03:00"


def first_contacts() -> list[Line]:
    """The ten issues of the table; they are looked at on day ten."""

    def touch(issue: str, day: int, minute: int = 0, topic: str = "login", **more: Any) -> Line:
        said = {"kind": "contact", "customer": issue, "topic": topic, "subject": issue, "answered": True}
        return {**said, "at": _day(day, minute), **more}

    return [
        touch("I1", 0),
        touch("I2", 0),
        touch("I2", 3),
        touch("I3", 0, transferred=True),
        touch("I4", 0),
        touch("I4", 5, topic="payment"),
        touch("I5", 0),
        touch("I5", 1),
        touch("I6", 0),
        {"kind": "reopening", "customer": "I6", "topic": "login", "at": _day(6)},
        touch("I7", 0),
        touch("I8", 0, answered=False, wait=60, mode="chat"),
        touch("I8", 0, 5),
        touch("I9", 0),
        touch("I9", 8),
        touch("I10", 5),
    ]


def _surveys(sort: str, scores: list[int]) -> list[Line]:
    return [{"kind": "survey", "at": AT, "sort": sort, "score": score} for score in scores]


def _sessions() -> list[Line]:
    return [
        *_many(1260, kind="session", outcome="solved", seconds=120),
        *_many(3540, kind="session", outcome="contact"),
        *_many(200, kind="session", outcome="left"),
    ]


def half_year() -> list[Line]:
    """The half-year of complaints: 120 received, 112 closed, 54 upheld."""
    rows: list[Line] = []
    for index in range(120):
        complaint: Line = {"acknowledged_in_time": index < 104}
        if index < 112:
            business, days = (2, 3) if index < 31 else (9, 30) if index < 108 else (60, 90)
            complaint |= {"closed": True, "closed_business_days": business, "closed_days": days}
            outcome = "upheld" if index < 40 else "partly" if index < 54 else "not_upheld"
            complaint |= {"outcome": outcome, "reopened": index < 6}
            if index < 54:
                complaint["redress"] = 400
        if index < 9:
            complaint |= {"external": True, "overturned": index < 4}
        row = {"kind": "case", "subject": f"S{index:03}", "at": AT, "sort": "complaint"}
        rows.append(row | {"complaint": complaint} | ({"closed_at": _day(1)} if index < 112 else {}))
    return [*rows, {"kind": "customers", "at": AT, "count": 48000}]


def _resolutions() -> list[Line]:
    hours = (2, 3, 5, 8, 12, 20, 26, 30, 47, 96)
    return [
        {
            "kind": "case",
            "at": "2026-11-02T00:00:00+00:00",
            "resolved_at": f"2026-11-{2 + hour // 24:02}T{hour % 24:02}:00:00+00:00",
        }
        for hour in hours
    ]


def _promises() -> list[Line]:
    return [
        *_many(41, kind="promise", clock="first_reply", result="kept"),
        *_many(6, kind="promise", clock="first_reply", result="missed"),
        *_many(3, kind="promise", clock="first_reply", due_at="2026-11-03T10:00:00+03:00"),
        *_many(8, kind="promise", clock="first_reply", due_at="2026-11-30T10:00:00+03:00"),
    ]


def _review(critical: bool) -> list[Line]:
    parts = [(20, 1), (30, 0.5), (25, 1), (25, 0.8)]
    said = [{"weight": weight, "score": score} for weight, score in parts]
    return [{"kind": "review", "at": AT, "parts": said, "critical": critical}]


def _calibration() -> list[Line]:
    return [
        *_many(40, kind="calibration", first=True, second=True),
        *_many(5, kind="calibration", first=True, second=False),
        *_many(10, kind="calibration", first=False, second=True),
        *_many(45, kind="calibration", first=False, second=False),
    ]


def _responses() -> list[Line]:
    return [
        *_many(28, kind="survey", sort="csat", score=4),
        *_many(84, kind="survey", sort="csat"),
        *_many(8, kind="survey", sort="csat", bounced=True),
    ]


_SHEET = {"handle": 21600, "available": 5400, "logged_in": 30600, "paid": 37800}
_NPS = [9] * 12 + [10] * 10 + [7] * 5 + [8] * 5 + [0] * 3 + [6] * 5

# By name: the lines, the measure, its value.
WORKED: dict[str, tuple[list[Line], dict[str, float]]] = {
    "handling time": (_calls(), {"aht": 327.0}),
    "chats at once": (
        [
            {"kind": "contact", "at": AT, "answered": True, "mode": "chat", "focus": focus, "elapsed": 600}
            for focus in (350, 250)
        ],
        {"aht_chat": 300.0, "chat_elapsed": 600.0},
    ),
    "response time": (
        [{"kind": "turn", "at": AT, "seconds": seconds} for seconds in (30, 90, 60)],
        {"response_time": 60.0},
    ),
    "speed of answer": (_waits(), {"asa": 15.0}),
    "offered calls": (
        _offered(),
        {
            "service_level": 76.29,
            "service_level_answered": 82.22,
            "service_level_strict": 74.0,
            "service_level_bddk": 74.0,
            "abandonment": 7.22,
            "abandonment_raw": 10.0,
            "answer_rate": 90.0,
        },
    ),
    "time sheet": (
        [{"kind": "agent_time", "at": AT, **_SHEET}],
        {"occupancy": 80.0, "utilisation": 88.24, "shrinkage": 28.57},
    ),
    "first contacts": (first_contacts(), {"fcr": 66.67, "fcr_strict": 55.56}),
    "callbacks": (
        [*_many(8, kind="callback", kept=True), *_many(2, kind="callback", kept=False)],
        {"callback_kept": 80.0},
    ),
    "transfers": (
        [
            *_many(8, kind="contact", answered=True, transferred=True),
            *_many(2, kind="contact", answered=True),
        ],
        {"transfer_rate": 80.0},
    ),
    "cost": (
        [
            {"kind": "cost", "at": AT, "amount": 52000},
            {"kind": "cost", "at": AT, "amount": 18000},
            *_many(7000, kind="contact", answered=True),
        ],
        {"cost_per_contact": 10.0},
    ),
    "self-service": (_sessions(), {"self_service": 26.25}),
    "satisfaction": (_surveys("csat", [5, 5, 4, 4, 4, 3, 2, 1, 5, 4]), {"csat": 70.0, "csat_mean": 3.7}),
    "promoters": (_surveys("nps", _NPS), {"nps": 35}),
    "ease": (_surveys("ces", [7, 6, 6, 5, 5, 4, 3, 2, 7, 6]), {"ces": 5.1, "ces_top": 70.0}),
    "responses": (_responses(), {"survey_response": 25.0}),
    "review": (_review(False), {"qa_score": 80.0, "qa_score_uncritical": 80.0, "qa_critical": 0.0}),
    "critical review": (_review(True), {"qa_score": 0.0, "qa_score_uncritical": 80.0, "qa_critical": 100.0}),
    "calibration": (_calibration(), {"qa_kappa": 0.7}),
    "half-year of complaints": (
        half_year(),
        {
            "complaints_received": 120,
            "complaints_per_1000": 2.5,
            "complaints_closed_3bd": 27.68,
            "complaints_closed_8wk": 96.43,
            "uphold_rate": 48.21,
            "ack_on_time": 86.67,
            "external_referral": 7.5,
            "overturn_rate": 44.44,
            "reopen_rate": 5.36,
            "average_redress": 400.0,
        },
    ),
    "downtime": (
        [
            {
                "kind": "uptime",
                "at": AT,
                "channel": "phone",
                "open_seconds": 36000,
                "down_seconds": 1800,
                "refused": 5,
            },
            *_many(90, kind="contact", answered=True),
            *_many(5, kind="contact", answered=False, wait=60),
        ],
        {"reachability": 95.0, "answer_rate_all": 90.0, "answer_rate": 94.74},
    ),
    "time gained": (
        [
            *_many(2, kind="session", outcome="solved", seconds=1800),
            {"kind": "case", "at": AT, "resolved_at": "2026-11-02T20:30:00+03:00"},
        ],
        {"speed_gained": 10.0},
    ),
    "promises": (_promises(), {"sla_attainment": 82.0}),
    "resolution": (
        _resolutions(),
        {"resolution_mean": 24.9, "resolution_median": 16.0, "resolution_p90": 47.0},
    ),
}
# The day on which the examples are looked at: ten days after the first contact.
AS_OF = "2026-11-12T12:00:00+03:00"
