"""The points at which two people decide (process C6): each names a test that allows and one that refuses.

And the other way round: nothing in the product proposes anything that no point names.
"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Point: the modules that put it before a second person, then tests that allow and tests that refuse.
STANDING = {
    1: (
        ("desk/operations/helping_in.py", "desk/views/access.py", "cases/operations/sensitive.py"),
        (
            "desk/test_account_help.py::test_one_person_locks_and_only_two_open_again",
            "desk/test_account_help.py::test_two_take_the_codes_off_and_old_ones_and_sessions_are_over",
            "desk/test_account_help.py::test_a_payee_is_passed_on_and_told",
            "desk/test_watching.py::test_two_people_take_lost_factors_off",
            "desk/test_sensitive.py::test_a_second_person_is_sure_and_the_first_may_only_take_it_back",
        ),
        ("desk/test_account_help.py::test_who_asked_cannot_agree_and_no_other_agent_can",),
    ),
    2: (
        ("money/operations/proposing.py", "money/operations/limiting.py"),
        ("complaints/test_redress.py::test_another_person_approves",),
        ("complaints/test_redress.py::test_the_proposer_never_does",),
    ),
    3: (
        ("complaints/operations/deciding.py", "letters/operations/preparing.py"),
        (
            "complaints/test_four_eyes.py::test_a_vulnerable_customer",
            "money/test_answers.py::test_a_regulated_refusal_is_told_by_two",
        ),
        (
            "complaints/test_four_eyes.py::test_a_regulated_rejection_needs_another_person",
            "letters/test_preparing.py::test_what_refuses_is_sent_by_two",
        ),
    ),
    4: (
        ("complaints/operations/closing.py", "complaints/operations/moving.py"),
        ("complaints/test_four_eyes.py::test_setting_aside_needs_two_and_leaves_the_case_open",),
        ("complaints/test_four_eyes.py::test_setting_aside_that_nobody_agrees_to_changes_nothing",),
    ),
    5: (
        (),
        ("promises/test_moving.py::test_a_complex_case_gets_its_time_by_two_people_too",),
        ("complaints/test_four_eyes.py::test_a_complex_one_asks_a_second_person_for_more_time",),
    ),
    6: (
        ("promises/operations/asking.py", "promises/operations/waiting_longer.py"),
        (
            "promises/test_waiting_longer.py::test_two_let_it_wait_as_long_as_the_charter_does_and_the_same_person_never",
            "promises/test_moving.py::test_a_reason_and_a_second_person_move_it_and_the_customer_reads_why",
        ),
        (
            "promises/test_waiting_longer.py::test_who_does_not_agree_changes_nothing",
            "promises/test_moving.py::test_who_asked_cannot_agree_not_even_in_the_database",
        ),
    ),
    7: (
        (),
        ("desk/test_unmasking.py::test_two_people_say_that_a_document_was_altered",),
        ("desk/test_unmasking.py::test_a_suspicion_that_nobody_shares_rejects_nothing",),
    ),
    9: (
        ("privacy/operations/erasing.py",),
        (
            "privacy/test_erasing.py::test_nothing_of_a_person_is_left",
            "privacy/test_requests.py::test_what_refuses_leaves_by_two",
        ),
        (
            "privacy/test_erasing.py::test_one_person_erases_nothing",
            "privacy/test_requests.py::test_a_refusal_that_nobody_agrees_to_leaves_nothing",
        ),
    ),
    8: (
        ("privacy/operations/breach_telling.py",),
        ("privacy/test_breaches.py::test_two_people_decide_that_the_authority_is_not_told",),
        ("privacy/test_breaches.py::test_nobody_keeps_silent_alone_nor_against_the_law",),
    ),
    10: (
        ("evidence/operations/holding.py", "charters/operations/proposing.py"),
        ("evidence/test_custody.py::test_a_hold_stops_the_end_until_two_people_let_it_go",),
        ("evidence/test_custody.py::test_a_hold_stops_the_end_until_two_people_let_it_go",),
    ),
    11: (
        ("evidence/operations/unmasking.py",),
        ("desk/test_unmasking.py::test_she_asks_another_agrees_and_she_sees_it_for_a_quarter_of_an_hour",),
        ("desk/test_unmasking.py::test_nobody_agrees_with_herself_and_only_who_asked_looks",),
    ),
    12: (
        ("desk/views/register.py",),
        ("desk/test_complaint.py::test_more_than_a_few_rows_need_a_second_person",),
        ("desk/test_complaint_limits.py::test_a_second_person_of_one_brand_opens_no_other",),
    ),
    13: (
        ("desk/operations/granting.py",),
        (
            "desk/test_granting.py::test_two_give_another_role_and_take_it",
            "desk/test_granting.py::test_one_that_writes_opens_nothing_until_another_agreed",
        ),
        (
            "desk/test_granting.py::test_nobody_asks_for_herself_or_agrees_to_her_own",
            "desk/test_granting.py::test_who_made_it_never_agrees_to_it",
        ),
    ),
    14: (
        (),
        ("evidence/test_custody.py::test_a_review_is_known_by_its_right_alone_and_ended_by_another",),
        ("evidence/test_custody.py::test_a_review_is_known_by_its_right_alone_and_ended_by_another",),
    ),
    15: (
        (
            "letters/operations/templating.py",
            "reports/operations/publishing.py",
            "problems/operations/telling.py",
            "help_centre/operations/publishing.py",
            "surveys/operations/telling_deeds.py",
        ),
        (
            "desk/test_letter_templates.py::test_a_regulated_letter_is_changed_by_two_and_every_version_stays",
            "reports/test_publishing.py::test_a_quarter_is_published_on_its_day_after_a_second_yes",
        ),
        ("desk/test_letter_templates.py::test_who_does_not_agree_leaves_the_present_one",),
    ),
    16: (
        ("charters/operations/packing.py", "automation/operations/switching.py"),
        ("charters/test_packing.py::test_two_people_bring_a_pack_into_force",),
        ("charters/test_packing.py::test_one_person_is_not_two",),
    ),
}
# What comes with privacy: its own package says and tests it (decision 86).
ELSEWHERE = set()


def test_every_point_stands_or_says_where():
    assert set(STANDING) | ELSEWHERE == set(range(1, 17))
    assert not set(STANDING) & ELSEWHERE


@pytest.mark.parametrize("point", STANDING)
def test_a_point_has_a_test_that_allows_and_one_that_refuses(point):
    _modules, allowing, refusing = STANDING[point]
    assert allowing
    assert refusing
    for node in (*allowing, *refusing):
        path, name = node.split("::")
        assert f"def {name}(" in (ROOT / "tests" / path).read_text("utf-8"), node


def test_whatever_is_proposed_belongs_to_a_point():
    named = {module for modules, *_tests in STANDING.values() for module in modules}
    found = {
        str(path.relative_to(ROOT / "muhatap"))
        for path in (ROOT / "muhatap").rglob("*.py")
        if _proposes(path.read_text("utf-8"))
    }
    assert found == named


def _proposes(source: str) -> bool:
    if not re.search(r"approvals\.propose\(", source):
        return False
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return any(ast.unparse(call.func) == "approvals.propose" for call in calls)
