"""The answer to a complaint: written from its decision, and held back until nothing is missing."""

from datetime import date, timedelta

import pytest

from muhatap.complaints import operations as complaints
from muhatap.complaints.answer_letter import day_words, linted, sort_of, written_letter
from muhatap.complaints.stages import Guard, Stage
from muhatap.complaints.wording import missing_words
from muhatap.letters.linting import Sort
from muhatap.letters.outside import bodies_for, last_day
from tests.complaints import telling as tell
from tests.complaints.telling import by, fresh, hours

BODIES = [
    {
        "name": {"tr": "TÖDEB Hakem Heyeti", "en": "TÖDEB Panel"},
        "when": {"tr": "60 gün içinde", "en": "Within 60 days"},
        "jurisdiction": "TR",
        "kinds": ["complaint"],
        "within": "60d",
        "url": "https://todeb.example",
    },
    {
        "name": {"tr": "Ombudsman", "en": "Ombudsman"},
        "when": {"tr": "6 ay içinde", "en": "Within 6 months"},
        "jurisdiction": "GB",
        "within": "6mo",
    },
    {"name": {"tr": "Kurul", "en": "Board"}, "when": {"tr": "Sonra", "en": "Later"}, "kinds": ["privacy"]},
]


@pytest.fixture
def bodies(monkeypatch):
    said = {"outside_bodies": BODIES, "jurisdictions": {"TR": {}, "GB": {}}}
    for module in ("muhatap.letters.outside", "muhatap.customers.countries"):
        monkeypatch.setattr(f"{module}.section_of", lambda brand, name: said.get(name))


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("outcome", ["upheld", "partly", "not_upheld"])
def test_what_the_template_makes_passes_the_linter(world, bodies, language, outcome):
    complaint = tell.proposed(world, outcome=outcome, points={
        1: (outcome, "The money lay with the bank and we saw it too late."),
        2: ("upheld", "We have no record of a call to you in these days."),
    })  # fmt: skip
    complaint.case.language = language
    for sort in (Sort.FINAL, Sort.DEADLOCK):
        text = written_letter(complaint, signer="Deniz Aydın", at=hours(6), sort=sort)
        found = linted(complaint, text, signer="Deniz Aydın", at=hours(6), sort=sort)
        rules = {flaw.rule for flaw in found.flaws} - {"wrong_language"}
        assert rules == set(), text
        assert "{{" not in text


def test_the_last_day_of_the_outside_body_is_computed_from_the_day_of_the_answer(world, bodies):
    complaint = tell.proposed(world)
    found = bodies_for(complaint.case, hours(6))
    assert [(body.name, body.last_on) for body in found] == [("TÖDEB Hakem Heyeti", date(2027, 1, 17))]
    # After midnight in Istanbul it is a day later, whatever the day in Greenwich.
    assert bodies_for(complaint.case, hours(12.5))[0].last_on == date(2027, 1, 18)
    assert "17 Ocak 2027" in written_letter(complaint, signer="D", at=hours(6))


def test_her_own_country_has_its_own_bodies(world, bodies):
    complaint = tell.proposed(world)
    complaint.case.customer.preferences = {"country": "GB"}
    assert [(each.name, each.last_on) for each in bodies_for(complaint.case, hours(6))] == [
        ("Ombudsman", date(2027, 5, 18))
    ]


@pytest.mark.parametrize(
    ("within", "day"), [("60d", date(2027, 3, 31)), ("1mo", date(2027, 2, 28)), ("2y", date(2029, 1, 30))]
)
def test_spans_of_bodies(within, day):
    assert last_day(date(2027, 1, 30), within) == day


def test_a_letter_with_gaps_is_not_sent_and_nothing_changes(world):
    complaint = tell.proposed(world)
    good = written_letter(complaint, signer="Deniz Aydın", at=hours(6))
    for letter in (good.replace("2. Kimse aramadı", ""), good + "\n\nKart 4111 1111 1111 1111", "Haklısınız"):
        with pytest.raises(complaints.MoveRefused) as refused:
            complaints.respond(complaint=fresh(complaint), letter=letter, by=by(world, "deniz"), at=hours(6))
        assert refused.value.refusal.guard is Guard.LETTER
        assert all(missing_words(refused.value.refusal.items))
        after = fresh(complaint)
        assert (after.stage, after.decisions.get().letter_id) == (Stage.PROPOSED, None)
    complaints.respond(complaint=fresh(complaint), letter=good, by=by(world, "deniz"), at=hours(6))
    assert fresh(complaint).stage == Stage.RESPONDED


def test_somebody_else_cannot_sign(world):
    complaint = tell.proposed(world)
    letter = written_letter(complaint, signer="Mert Soylu", at=hours(6))
    with pytest.raises(complaints.MoveRefused) as refused:
        complaints.respond(complaint=complaint, letter=letter, by=by(world, "deniz"), at=hours(6))
    assert refused.value.refusal.items == ("lint:signature_missing:Deniz Aydın",)


def test_a_letter_with_gaps_may_pass_with_two_people_and_a_reason_only(world):
    complaint = tell.proposed(world)
    ask = {"complaint": complaint, "to": Stage.RESPONDED, "by": by(world, "deniz"), "at": hours(6)}
    with pytest.raises(complaints.FirmGuard):
        complaints.ask_to_pass(**ask, reason="")
    assert complaints.ask_to_pass(**ask, reason="Mahkeme metni").id


def test_a_late_letter_names_reason_and_day(world):
    complaint = tell.investigated(world)
    day = (hours(0) + timedelta(days=10)).date()
    why = "Bankanın kayıtlarını bekliyoruz."
    text = written_letter(
        complaint, signer="Deniz Aydın", at=hours(6), sort=Sort.HOLDING, new_date=day, why_late=why
    )
    assert day_words(day, "tr") in text
    assert why in text
    assert sort_of(complaint) is Sort.FINAL


def test_days_are_written_in_the_language():
    assert day_words(date(2026, 11, 5), "tr") == "5 Kasım 2026"
    assert day_words(date(2026, 11, 5), "en") == "5 November 2026"
    assert day_words(date(2026, 11, 5), "de") == "5 November 2026"


def test_a_letter_beside_the_answer_leaves_with_its_template_and_moves_nothing(world):
    complaint, day = tell.investigated(world), date(2026, 12, 1)
    known = {"signer": "Deniz Aydın", "sort": Sort.APPEAL_BEGUN, "new_date": day, "at": hours(6)}
    text = written_letter(complaint, **known)
    with pytest.raises(complaints.LetterRefused):
        complaints.tell_beside(complaint=complaint, text="Merhaba", by=by(world, "deniz"), **known)
    with pytest.raises(complaints.LetterRefused):
        complaints.tell_beside(
            complaint=complaint, text=text, by=by(world, "deniz"), **known | {"sort": Sort.FINAL}
        )
    assert not complaint.case.messages.filter(author="staff").exists()
    complaints.tell_beside(complaint=complaint, text=text, by=by(world, "deniz"), **known)
    sent = complaint.case.messages.get(author="staff")
    assert sent.template.startswith("appeal_begun@0:")
    assert tell.fresh(complaint).stage == Stage.INVESTIGATING
