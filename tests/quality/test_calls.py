"""Calls: times and shares, words that were said, and no word of a recording that nobody was told of."""

import json
from datetime import timedelta
from fractions import Fraction

import pytest

from muhatap.channels import operations as channels
from muhatap.channels.adapters.phone.hearing import Heard, hear
from muhatap.channels.adapters.phone.telling import NotTold, screened, told_in
from muhatap.channels.call_models import CallDetails, Outcome
from muhatap.channels.models import VaultItem
from muhatap.channels.vault import open_item
from muhatap.kernel.actors import Actor
from muhatap.quality import operations as quality
from muhatap.quality import queries
from muhatap.quality.calls import CallSeen, tally, words_said
from tests.channels.phone.calls import promise_calls
from tests.world import NOON, make_case

CARD = "4111 1111 1111 1111"
TURNS = (
    ("agent", 0, 10, "Nehir, ben Deniz."),
    ("customer", 12, 30, "Paramı iade edin"),
    ("agent", 28, 40, ""),
)


def test_handling_is_talk_hold_and_wrap_up_and_silence_is_between_turns():
    told = tally(
        [
            CallSeen("1", True, talk=180, hold=20, wrap_up=40, may_analyse=True, turns=TURNS),
            CallSeen("2", True, talk=60, is_transferred=True),
            CallSeen("3", False, is_abandoned=True, may_analyse=False),
        ]
    )
    assert (told.calls, told.answered, told.analysed, told.blocked) == (3, 2, 1, 1)
    assert (told.talk, told.handling) == (120, 150)
    assert (told.transferred, told.abandoned) == (Fraction(1, 2), Fraction(1, 3))
    assert (told.agent_share, told.silence) == (Fraction(22, 40), Fraction(2, 40))
    assert tally([]).handling is None


def test_words_are_found_in_notes_and_in_transcripts_with_a_notice_only():
    calls = [
        CallSeen("1", True, may_analyse=True, turns=TURNS),
        CallSeen("2", True, may_analyse=False, turns=TURNS),
        CallSeen("3", True, note="İADE istedi, ŞİKÂYET edecek"),
    ]
    assert words_said(calls, ["iade", "şikayet", "avukat", " "]) == [
        ("iade", 2, ["1", "3"]),
        ("şikayet", 1, ["3"]),
    ]


def body(**more):
    turns = [{"who": who, "begins": begins, "ends": ends, "text": text} for who, begins, ends, text in TURNS]
    said = {"type": "call.transcript", "call": "call_1", "at": NOON.isoformat(), "turns": turns, **more}
    return json.dumps(said, ensure_ascii=False).encode()


def test_without_a_notice_no_word_is_read():
    for notice in ({}, {"notice": False}, {"notice": "yes"}):
        kept = screened(body(**notice))
        assert b"Param" not in kept
        assert told_in(kept).turns == ()
    assert told_in(screened(body(notice=True))).turns == TURNS


@pytest.mark.parametrize(
    "turns",
    [
        "x",
        [1],
        [{"who": "boss", "begins": 0, "ends": 1, "text": ""}],
        [{"who": "agent", "begins": 5, "ends": 1, "text": ""}],
        [{"who": "agent", "begins": 0, "ends": 1}],
        [{"who": "agent", "begins": True, "ends": 1, "text": ""}],
    ],
)
def test_what_are_no_turns_is_not_understood(turns):
    with pytest.raises(NotTold):
        told_in(screened(body(notice=True, turns=turns)))


@pytest.fixture
def attempt(world):
    promise_calls(world)
    callback = channels.promise_callback(
        case=make_case(world), phone="0532 111 22 33", begins_at=NOON, by=Actor.customer(1), at=NOON
    )
    by = Actor.staff(world.staff["deniz"].pk)
    return channels.begin_call(callback=callback, call_id="call_1", by=by, at=NOON)


def test_a_card_number_in_a_transcript_is_kept_nowhere(world, attempt):
    turns = [{"who": "customer", "begins": 0, "ends": 4, "text": f"kartım {CARD}"}]
    heard = hear(brand=world.brand, call_id="e1", body=body(notice=True, turns=turns), at=NOON)
    assert heard is Heard.NOTED
    assert CallDetails.objects.get().turns == [["customer", 0, 4, "kartım ************1111"]]
    assert CARD.encode() not in open_item(item=VaultItem.objects.get(source="telephone"))


def test_what_the_telephone_system_tells_comes_to_the_figures(world, attempt):
    ended = {"type": "call.ended", "call": "call_1", "at": NOON.isoformat(), "seconds": 100, "hold": 15}
    ended |= {"wrap_up": 25, "transferred": True}
    hear(brand=world.brand, call_id="e1", body=json.dumps(ended).encode(), at=NOON)
    hear(brand=world.brand, call_id="e2", body=body(), at=NOON)
    assert queries.calls_since(world.brand, NOON - timedelta(days=1)) == [], "it still runs"
    by = Actor.staff(world.staff["deniz"].pk)
    attempt.refresh_from_db()
    channels.note_call(attempt=attempt, told=channels.Told(Outcome.ANSWERED, "İade sordu."), by=by, at=NOON)
    (seen,) = queries.calls_since(world.brand, NOON - timedelta(days=1))
    assert (seen.talk, seen.hold, seen.wrap_up, seen.is_transferred) == (100, 15, 25, True)
    assert (seen.may_analyse, seen.turns) == (False, ())
    assert queries.calls_since(world.other_brand, NOON - timedelta(days=1)) == []


def test_words_looked_for_are_cleaned_and_kept_once(world):
    words = ["\x00", " iade\x00 ", "iade", "şikâyet\ud800", ""]
    by = Actor.staff(world.staff["mert"].pk)
    terms = quality.set_call_words(brand=world.brand, words=words, by=by, at=NOON)
    terms.refresh_from_db()
    assert terms.call_words == ["iade", "şikâyet\ufffd"]
