"""Chats and promised calls of a case as the measures see them: waits, answers, attention, slots."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from muhatap.reports.catalogue import MEASURES
from muhatap.reports.figures import figures_of, grouped
from muhatap.reports.folding import Around, Told, fold_case
from muhatap.reports.folding_contacts import attention
from muhatap.reports.observations import Kind

NOON = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
OPENED = {
    "received_at": NOON.isoformat(), "number": "26-00001-00011", "channel": "live_chat", "topic": "ACC-LOGIN",
    "case_kind": "request", "priority": 3, "queue": None,
}  # fmt: skip


def at(seconds):
    return NOON + timedelta(seconds=seconds)


def told(*events, beside=None, as_of=10_000):
    around = Around(zone=ZoneInfo("Europe/Istanbul"), as_of=at(as_of), beside=beside)
    story = [
        Told("case.opened", NOON, OPENED),
        *(Told(kind, at(when), values) for kind, when, values in events),
    ]
    return [each for each in fold_case(1, story, around).observations if each.kind is not Kind.CASE]


def wrote(when, author="customer"):
    return ("message.posted", when, {"author": author})


def begun(when=0, waits=True):
    return ("chat.started", when, {"waits": waits})


def accepted(when, staff=7, waited=0):
    return ("chat.accepted", when, {"staff": staff, "waited_seconds": waited})


def ended(when):
    return ("chat.ended", when, {"ended_by": "visitor"})


def value(name, seen):
    (figure,) = figures_of([MEASURES[name]], grouped(seen, ()))
    return None if figure.exact is None else round(float(figure.exact), 2)


def test_a_chat_tells_its_wait_its_first_answer_and_its_length():
    (seen,) = told(
        begun(), accepted(40), wrote(55, "staff"), wrote(90), wrote(99, "staff"), ended(340),
        ("chat.wrapped_up", 400, {"seconds": 60}),
    )  # fmt: skip
    assert (seen.kind, seen.place("agent"), seen.at) == (Kind.CONTACT, "7", NOON)
    assert seen.values == {
        "mode": "chat", "answered": True, "wait": 40, "reply": 55, "held": 300, "focus": 300, "elapsed": 340,
        "acw": 60, "transferred": False,
    }  # fmt: skip


def test_who_leaves_before_a_person_comes_has_given_up():
    seen = told(begun(), ended(90))
    assert seen[0].values == {"mode": "chat", "answered": False, "wait": 90}
    seen += (
        told(begun(), ended(3))
        + told(begun(), accepted(61), ended(99))
        + told(begun(), accepted(60), ended(70))
    )
    assert value("chat_abandonment", seen) == 33.33
    assert value("chat_service_level", seen) == 33.33
    assert value("chat_wait", seen) == 60.5


def test_what_a_bot_had_waits_from_its_hand_over_and_alone_is_no_contact():
    assert told(begun(waits=False), ended(50)) == []
    (seen,) = told(
        begun(waits=False), ("chat.handed_over", 100, {"reason": "person"}), accepted(130), ended(200)
    )
    assert (seen.values["wait"], seen.values["elapsed"], seen.at) == (30, 100, at(100))


def test_a_chat_that_is_passed_on_is_one_contact_with_two_people():
    (seen,) = told(begun(), accepted(10), ("chat.passed_on", 110, {}), accepted(150, staff=8), ended(250))
    assert (seen.values["wait"], seen.values["held"], seen.values["transferred"]) == (10, 200, True)
    assert seen.place("agent") == "8"


def test_whoever_writes_again_begins_another_contact():
    first, second = told(
        begun(), accepted(10), ended(60), wrote(500), accepted(520), wrote(530, "staff"), ended(600)
    )
    assert (first.values["wait"], second.values["wait"], second.values["reply"]) == (10, 20, 30)
    given_up = told(begun(), accepted(10), ended(60), wrote(500), ended(700))[1]
    assert given_up.values == {"mode": "chat", "answered": False, "wait": 200}
    assert len(told(begun(), accepted(10), ended(60), wrote(500))) == 1
    assert told(begun(), accepted(10)) == []


def test_chats_at_once_share_the_time():
    seen = told(begun(), accepted(0), ended(300), beside=lambda staff, since, until: [(at(100), at(300))])
    assert (seen[0].values["held"], seen[0].values["focus"]) == (300, 200)
    assert value("chat_concurrency", seen) == 1.5
    assert value("aht_chat", seen) == 200


SPELLS = st.lists(st.tuples(st.integers(-50, 350), st.integers(1, 200)), max_size=5)


@given(SPELLS)
def test_attention_is_what_a_second_by_second_count_says(others):
    spells = [(at(start), at(start + length)) for start, length in others]
    plain = sum(
        1 / (1 + sum(start <= second < start + length for start, length in others)) for second in range(300)
    )
    assert abs(attention((at(0), at(300)), spells) - plain) <= 0.5 + 1e-6


def call(kind, when, **values):
    return (kind, when, {"callback": "5", **values})


def slot(begins, ends):
    return {"begins_at": at(begins).isoformat(), "ends_at": at(ends).isoformat()}


def tried(when):
    return call("call.attempted", when, began_at=at(when).isoformat(), outcome="no_answer")


def test_promised_calls_are_kept_missed_or_moved_by_her():
    promised = call("callback.promised", 0, **slot(100, 200))
    kept = told(promised, tried(150), call("callback.ended", 160, ended_as="answered"))
    assert [(each.kind, each.values) for each in kept] == [(Kind.CALLBACK, {"kept": True})]
    missed = told(
        promised, call("callback.moved", 260, cause="missed", **slot(260, 360)), tried(300),
        call("callback.ended", 310, ended_as="answered"),
    )  # fmt: skip
    assert [each.values["kept"] for each in missed] == [False, True]
    moved = told(promised, call("callback.moved", 50, cause="customer", **slot(400, 500)))
    cancelled = told(promised, call("callback.ended", 50, ended_as="cancelled"))
    assert (moved, cancelled) == ([], [])
    assert value("callback_kept", kept + missed) == 66.67
