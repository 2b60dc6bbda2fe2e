"""Patterns that could be made to run for ever are refused; the usual ones are not."""

import pytest

from muhatap.charters.patterns import fits, may_run_away, unreadable_because


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a*)*b",
        "(a|aa)+",
        "(ab|cd){1,500}",
        "(a{1,63}){1,63}",
        "(a{1,9}b?){9}",
        "([a-z]+[0-9]?)*x",
        "(?:(?:a{1,100}))*",
        "a*a*a*b",
        r"(a)\1",
        "(?=a)b",
        "(?!a)b",
        "(x(y(z+))){2,}",
        "(a?){64,}",
    ],
)
def test_a_dangerous_pattern_is_refused(pattern):
    assert may_run_away(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "TRX-[0-9]{8}",
        "[A-Z]{2}[0-9]+",
        "(AB|CD)-[0-9]{4}",
        "([0-9]{4}-){3}[0-9]{4}",
        r"\w+@\w+",
        r"([0-9]{1,3}\.){3}[0-9]{1,3}",
        "[A-Z]{1,20}-[0-9]{1,20}-[a-z]{1,20}",
        "",
        "a{3}b?",
    ],
)
def test_a_usual_pattern_is_allowed(pattern):
    assert not may_run_away(pattern)


@pytest.mark.parametrize("pattern", ["(", "[a", "*", "(?P<x>a)(?P<x>b)", "a{99999999999999999999}"])
def test_what_is_no_pattern_says_why(pattern):
    assert unreadable_because(pattern)


def test_the_whole_text_must_fit():
    assert fits("TRX-[0-9]{8}", "TRX-90418827")
    assert not fits("TRX-[0-9]{8}", "TRX-90418827 ")
