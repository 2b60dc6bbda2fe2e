"""Drawing: the same from the same seed, every part seen, risk and goals beside chance."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from muhatap.quality.sampling import GOAL, Handled, Plan, Risk, draw, packed, unpacked

handled = st.builds(
    Handled,
    case=st.integers(min_value=1, max_value=10_000),
    agent=st.integers(min_value=1, max_value=5),
    channel=st.sampled_from(["email", "phone", "web_form"]),
    topic=st.sampled_from(["PAY-WD", "ACC-LOGIN"]),
    risks=st.frozensets(st.sampled_from([risk.value for risk in Risk]), max_size=2),
)
populations = st.lists(handled, max_size=60, unique_by=lambda each: each.case)
CASES = [Handled(n, n % 3, "email", "PAY-WD") for n in range(1, 31)]


@given(populations, st.randoms(use_true_random=False))
def test_it_is_drawn_again_from_seed_and_population_in_any_order(population, chance):
    plan = Plan(strata=("agent", "channel"), per_stratum=1)
    first = draw(population, "seed", plan)
    shuffled = unpacked(packed(population))
    chance.shuffle(shuffled)
    assert draw(shuffled, "seed", plan) == first


def test_another_seed_draws_others():
    plan = Plan(per_stratum=3)
    assert draw(CASES, "a", plan) != draw(CASES, "b", plan)


@given(populations, st.integers(min_value=1, max_value=4))
def test_every_part_is_seen_and_nothing_twice(population, size):
    plan = Plan(strata=("agent", "topic"), per_stratum=size, most_risky=0)
    drawn = draw(population, "seed", plan)
    parts = Counter((each.agent, each.topic) for each in population)
    assert Counter((each.handled.agent, each.handled.topic) for each in drawn) == {
        part: min(size, count) for part, count in parts.items()
    }
    assert len({each.handled.case for each in drawn}) == len(drawn)


def test_risky_cases_come_beside_chance_the_riskiest_first():
    risky = [
        Handled(101, 1, "email", "PAY-WD", frozenset({"complaint"})),
        Handled(102, 1, "email", "PAY-WD", frozenset({"complaint", "low_score"})),
        Handled(103, 1, "email", "PAY-WD", frozenset({"silence"})),
    ]
    chosen = {each.case for each in risky}
    plan = Plan(per_stratum=1, most_risky=2, risks=("complaint", "low_score"))
    for seed in "abcdefgh":
        drawn = draw([*CASES, *risky], seed, plan)
        by_chance = {each.handled.case for each in drawn if each.why == "stratum"}
        rest = [each.handled.case for each in drawn if each.why != "stratum"]
        assert set(rest) == (chosen - {103} - by_chance)
        assert len(by_chance) == 3
        assert 102 not in rest or rest[0] == 102


def test_an_agent_with_a_goal_is_always_in_it():
    plan = Plan(strata=("topic",), per_stratum=1, most_risky=0)
    for seed in "abcdefgh":
        drawn = draw(CASES, seed, plan, goals=[2, 77])
        mine = [each for each in drawn if each.handled.agent == 2]
        assert len(mine) == 1
        assert mine[0].why in {"stratum", GOAL}


def test_so_many_of_a_hundred_are_reviewed_by_two():
    drawn = draw(CASES, "seed", Plan(per_stratum=5, most_risky=0, blind_percent=30))
    assert sum(each.is_blind for each in drawn) == 5
    assert not any(each.is_blind for each in draw(CASES, "seed", Plan(blind_percent=0)))
