"""Grouping: in parts as at once, each case in one group, bounded, and alike where cases are alike."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from muhatap.problems import grouping
from muhatap.problems.grouping import KEPT_FOR, Item, Memory, take_in

AT = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
WORDS = st.frozensets(st.sampled_from([f"w{n}" for n in range(25)]), max_size=8)
SIGNS = st.dictionaries(
    st.sampled_from(["error_code", "provider", "promotion", "version"]), st.sampled_from("ABC"), max_size=3
)


@st.composite
def streams(draw):
    gaps = draw(st.lists(st.integers(0, 60 * 24 * 4), max_size=40))
    items, at = [], AT
    for number, gap in enumerate(gaps, start=1):
        at += timedelta(minutes=gap)
        items.append(Item(number, at, draw(WORDS), draw(SIGNS)))
    return items


@given(streams(), st.integers(0, 40))
@settings(max_examples=60)
def test_cases_in_parts_make_the_same_groups_as_all_at_once(items, cut):
    whole, parts = Memory(), Memory()
    take_in(whole, items)
    take_in(parts, items[:cut])
    parts = Memory.restored(parts.as_stored())
    take_in(parts, items[cut:])
    assert parts.as_stored() == whole.as_stored()


@given(streams())
@settings(max_examples=60)
def test_a_case_is_in_one_group_and_old_ones_are_forgotten(items):
    memory = Memory()
    take_in(memory, items)
    members = [case for group in memory.groups for case in group.members]
    assert len(members) == len(set(members))
    last = max((item.at for item in items), default=AT)
    kept = {item.id for item in items if item.at >= last - KEPT_FOR}
    assert set(members) == kept
    assert all(group.members for group in memory.groups)


def test_groups_members_and_words_are_bounded(monkeypatch):
    monkeypatch.setattr(grouping, "GROUPS_AT_MOST", 5)
    monkeypatch.setattr(grouping, "MEMBERS_AT_MOST", 7)
    memory = Memory()
    one = frozenset({"same", "words"})
    take_in(memory, [Item(n, AT + timedelta(seconds=n), one) for n in range(1, 30)])
    take_in(
        memory, [Item(n, AT + timedelta(seconds=n), frozenset({f"x{n}", f"y{n}"})) for n in range(30, 90)]
    )
    assert len(memory.groups) <= 5
    assert max(len(group.members) for group in memory.groups) == 7
    assert all(len(group.words) <= 2 * grouping.WORDS_AT_MOST for group in memory.groups)


def test_alike_cases_come_together_and_others_do_not():
    memory = Memory()
    login = {"giriş", "kod", "gelmi", "sms"}
    money = {"para", "çek", "gecik", "havale"}
    items = [Item(n, AT + timedelta(minutes=n), frozenset(login | {f"a{n}"})) for n in range(1, 7)]
    items += [Item(n, AT + timedelta(minutes=n), frozenset(money | {f"b{n}"})) for n in range(7, 13)]
    take_in(memory, items)
    assert [set(group.members) for group in memory.groups] == [set(range(1, 7)), set(range(7, 13))]
    assert set(memory.groups[0].usual_words) == login


def test_the_same_code_joins_what_words_do_not_and_another_code_parts_what_they_join():
    memory = Memory()
    take_in(
        memory,
        [
            Item(1, AT, frozenset({"ekran", "dondu"}), {"error_code": "E1042"}),
            Item(2, AT, frozenset({"kapanıyor"}), {"error_code": "E1042"}),
            Item(3, AT, frozenset({"ekran", "dondu"}), {"error_code": "E2000"}),
        ],
    )
    assert [sorted(group.members) for group in memory.groups] == [[1, 2], [3]]
    assert memory.groups[0].usual_signs == {"error_code": "E1042"}


def test_a_case_without_words_or_signs_begins_a_group_of_its_own():
    memory = Memory()
    take_in(memory, [Item(n, AT, frozenset()) for n in range(3)])
    assert len(memory.groups) == 3
