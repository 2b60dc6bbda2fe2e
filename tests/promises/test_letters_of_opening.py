"""An acknowledgement that is filled in says what its template says."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import dateformat, timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muhatap.cases.keys import HIDDEN_SECRET
from muhatap.cases.statuses import Kind
from muhatap.channels.contract import PromiseMade
from muhatap.letters.linting import LetterFacts, Sort, lint
from muhatap.letters.rendering import render_letter, template_mark
from muhatap.promises.letters_of_opening import RECEIPT_OF, acknowledgement_of, opening_letter
from muhatap.topics.models import Topic
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db
NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20) | st.sampled_from(
    ["", "{{ case.number }}", "\ue000number\ue001", "Elif", "<b>Ece</b>", "%(number)s"]
)


@pytest.fixture
def case(world):
    return make_case(world)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    name=NAMES,
    language=st.sampled_from(["tr", "en"]),
    hours=st.lists(st.tuples(st.booleans(), st.integers(0, 20_000)), max_size=4),
)
def test_it_is_the_rendered_template_whatever_is_filled_in(case, name, language, hours):
    case.customer.name, case.language = name, language
    promises = [
        PromiseMade(f"p{place}", "Sözümüz", NOON if has_target else None, NOON + timedelta(minutes=more), "")
        for place, (has_target, more) in enumerate(hours)
    ]
    letter = acknowledgement_of(case, promises)
    assert case.number in letter
    assert HIDDEN_SECRET in letter
    assert (name in letter) or not name
    plain = [
        {
            "name": promise.name,
            "usual": _said(promise.target_at, case),
            "limit": _said(promise.limit_at, case),
        }
        for promise in promises
    ]
    assert letter == render_letter(
        "acknowledgement", case=case, slots={"promises": plain, "secret": HIDDEN_SECRET}, language=language
    )


def _said(at, case):
    if at is None:
        return ""
    with translation.override(case.language), timezone.override(case.brand.zone):
        return dateformat.format(timezone.localtime(at), "j F Y H:i")


def test_another_brand_and_another_charter_have_their_own(world, case):
    first = acknowledgement_of(case, [])
    case.brand.name = "Nehir Yeni"
    case.brand.charter_number += 1
    assert acknowledgement_of(case, []) == first.replace("Nehir", "Nehir Yeni")


def test_moments_stand_in_the_brands_zone(case):
    made = PromiseMade("a", "Söz", None, NOON, "")
    assert "18 Kasım 2026 12:00" in acknowledgement_of(case, [made])
    assert "18 Kasım 2026 12:30" in acknowledgement_of(
        case, [replace(made, limit_at=NOON + timedelta(minutes=30))]
    )


@pytest.mark.parametrize("kind", RECEIPT_OF)
@pytest.mark.parametrize("language", ["tr", "en"])
def test_some_kinds_have_a_receipt_of_their_own_with_the_moment_to_the_second(case, kind, language):
    case.kind, case.language = kind, language
    case.received_at = NOON + timedelta(seconds=7)
    made = PromiseMade("a", "Söz", None, NOON, "")
    text, mark = opening_letter(case, [made])
    assert mark.startswith(f"{RECEIPT_OF[kind]}@0:")
    for said in (case.number, HIDDEN_SECRET, "12:00:07 (Europe/Istanbul)", "- Söz: "):
        assert said in text
    sent = Sort(RECEIPT_OF[kind])
    facts = LetterFacts(language=language, number=case.number, sort=sent, moment="12:00:07 (Europe/Istanbul)")
    assert lint(text, facts).flaws == ()
    assert [flaw.rule for flaw in lint(text.replace("12:00:07", ""), facts).flaws] == ["moment_missing"]


@pytest.mark.parametrize("kind", sorted(set(Kind) - set(RECEIPT_OF)))
def test_other_kinds_have_the_common_acknowledgement(case, kind):
    case.kind = kind
    text, mark = opening_letter(case, [])
    assert (text, mark) == (acknowledgement_of(case, []), template_mark("acknowledgement"))


def test_an_emergency_is_received_by_its_letter_at_once(world):
    Topic.objects.filter(brand=world.brand, code="PAY-WD").update(kind="emergency")
    case = make_case(world, acknowledged=True)
    message = case.messages.get(external_id=f"ack:{case.id}")
    assert message.template.startswith("emergency@")
    assert case.number in message.text
