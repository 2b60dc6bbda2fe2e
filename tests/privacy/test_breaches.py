"""The register of breaches: known since, told in time or with a reason, silent by two, people told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.models import Event
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from muhatap.privacy.breach_letters import authority_letter, people_letter
from muhatap.privacy.breach_rules import (
    RULES,
    Step,
    due_at,
    may_stay_silent,
    must_tell_people,
    risk_of,
    rules_for,
    step_at,
)
from muhatap.privacy.models import Breach
from muhatap.privacy.operations import breach_telling, breaches
from muhatap.privacy.queries.breaches import late_count
from muhatap.problems import operations as problems
from muhatap.problems.filling import unknown_fields
from muhatap.problems.models import ProblemNotice
from tests.world import NOON, make_case

HOUR = timedelta(hours=1)
KNOWN = {
    "title": "Yanlış alıcıya giden dosya",
    "what": "Bir dışa aktarım dosyası 18 Kasım günü yanlış kişiye gitti.",
    "harmed": ("confidentiality",),
    "categories": ("contact", "correspondence"),
    "people_groups": "Ödeme müşterileri",
    "people_count": 3,
    "records_count": 12,
    "consequences": "Tanımadığınız kişiler size yazabilir.",
    "measures": "Dosyayı sildirdik ve yolu kapattık.",
    "advice": "Tanımadığınız bağlantıları açmayın.",
    "contact": "Veri sorumlumuz Nil Acar, veri@nehir.example.",
    "likelihood": 1,
    "severity": 2,
}


class Acting:
    """Short words for what the people of the world do."""

    def __init__(self, world):
        self.world = world
        self.pelin = Actor.staff(world.staff["pelin"].pk)
        self.arda = Actor.staff(world.staff["arda"].pk)

    def suspected(self, **more):
        return breaches.suspect_breach(
            brand=self.world.brand, title="Dosya", found_at=NOON - HOUR, by=self.pelin, at=NOON, **more
        )

    def known(self, countries=("DE",), **more):
        breach = breaches.say_aware(breach=self.suspected(), aware_at=NOON, by=self.pelin, at=NOON)
        told = breaches.Description(countries=countries, **{**KNOWN, **more})
        return breaches.describe_breach(breach=breach, known=told, by=self.pelin, at=NOON)

    def told(self, breach, at, **more):
        staff = self.world.staff["pelin"]
        text = more.pop("text", None) or authority_letter(Breach.objects.get(id=breach.id), "tr", staff.name)
        return breach_telling.tell_authority(
            breach=breach,
            text=text,
            language="tr",
            reference="2026/118",
            late_because=more.pop("late_because", ""),
            signer=staff,
            by=self.pelin,
            at=at,
        )


@pytest.fixture
def acting(world):
    return Acting(world)


def test_the_laws_and_their_clocks():
    assert due_at(NOON, RULES["TR"]) == NOON + 72 * HOUR
    assert [each.code for each in rules_for(["TR", "DE", "FR", "GB"])] == ["TR", "EU", "GB"]
    assert [each.code for each in rules_for([])] == ["EU"]
    moments = [(0, Step.RUNNING), (23, Step.RUNNING), (24, Step.WARNED), (48, Step.PRESSING), (72, Step.LATE)]
    assert [step_at(NOON, NOON + hours * HOUR) for hours, _ in moments] == [step for _, step in moments]
    assert [risk_of(*pair) for pair in ((1, 3), (2, 2), (2, 4), (3, 3))] == [
        "low",
        "medium",
        "medium",
        "high",
    ]
    assert must_tell_people(rules_for(["TR"]), "low")
    assert not must_tell_people(rules_for(["DE"]), "medium")
    assert may_stay_silent(rules_for(["DE"]), "low")
    assert not may_stay_silent(rules_for(["DE", "TR"]), "low")


@pytest.mark.django_db
def test_awareness_is_said_by_one_confirmed_by_another_and_only_moves_earlier(acting):
    breach = acting.suspected()
    with pytest.raises(breaches.BreachLacks):
        breaches.say_aware(breach=breach, aware_at=NOON + HOUR, by=acting.pelin, at=NOON)
    breaches.say_aware(breach=breach, aware_at=NOON, by=acting.pelin, at=NOON)
    with pytest.raises(breaches.SamePerson):
        breaches.confirm_awareness(breach=breach, by=acting.pelin, at=NOON)
    breaches.confirm_awareness(breach=breach, by=acting.arda, at=NOON)
    with pytest.raises(breaches.MovesLater):
        breaches.say_aware(breach=breach, aware_at=NOON + HOUR, by=acting.pelin, at=NOON + 2 * HOUR)
    breaches.say_aware(breach=breach, aware_at=NOON - HOUR, by=acting.pelin, at=NOON)
    breach.refresh_from_db()
    assert (breach.aware_at, breach.aware_second_id) == (NOON - HOUR, None)
    kinds = set(Event.objects.filter(kind__startswith="breach.").values_list("kind", flat=True))
    assert kinds == {"breach.suspected", "breach.known", "breach.awareness_confirmed"}


@pytest.mark.django_db
def test_the_clock_presses_once_at_each_step_and_rests_when_told(acting, world):
    breach = acting.known()
    by = Actor.system("registers")

    def press(hours):
        return breach_telling.press_breaches(brand=world.brand, by=by, at=NOON + hours * HOUR)

    assert [press(hours) for hours in (23, 24, 30, 48, 50, 72)] == [0, 1, 0, 2, 0, 2]
    steps = Notice.objects.filter(kind="breach_due", staff=world.staff["pelin"]).order_by("at")
    assert [each.params["step"] for each in steps] == ["warned", "pressing", "late"]
    assert late_count(NOON + 73 * HOUR) == 1
    acting.told(breach, NOON + 73 * HOUR, late_because="Kapsamı hafta sonu anlaşıldı.")
    assert late_count(NOON + 74 * HOUR) == 0
    assert press(100) == 0


@pytest.mark.django_db
def test_the_authority_is_told_in_phases_and_late_only_with_a_reason(acting):
    breach = acting.known()
    with pytest.raises(breach_telling.LetterHasFlaws):
        acting.told(breach, NOON + HOUR, text="Bir ihlal oldu.")
    with pytest.raises(breaches.BreachLacks) as lacking:
        acting.told(breach, NOON + 73 * HOUR)
    assert lacking.value.field == "late_because"
    first = acting.told(breach, NOON + 73 * HOUR, late_because="Kapsamı hafta sonu anlaşıldı.")
    second = acting.told(breach, NOON + 90 * HOUR)
    assert (first.phase, first.late_because != "", second.phase, second.late_because) == (1, True, 2, "")
    facts = Event.objects.filter(kind="breach.authority_told").order_by("seq")
    assert facts.count() == 2


@pytest.mark.django_db
def test_two_people_decide_that_the_authority_is_not_told(acting):
    breach = acting.known()
    proposal = breach_telling.propose_silence(
        breach=breach, reason="Dosya şifreliydi, anahtar gitmedi.", by=acting.pelin, at=NOON
    )
    breach.refresh_from_db()
    assert breach.authority == ""
    breach_telling.agree_silence(proposal=proposal, by=acting.arda, at=NOON + HOUR)
    breach.refresh_from_db()
    assert (breach.authority, breach.authority_by_id, breach.authority_second_id) == (
        "silent",
        acting.pelin.id,
        acting.arda.id,
    )
    assert breach_telling.press_breaches(brand=acting.world.brand, by=acting.pelin, at=NOON + 50 * HOUR) == 0


@pytest.mark.django_db
def test_nobody_keeps_silent_alone_nor_against_the_law(acting):
    breach = acting.known()
    with pytest.raises(breaches.BreachLacks):
        breach_telling.propose_silence(breach=breach, reason=" ", by=acting.pelin, at=NOON)
    proposal = breach_telling.propose_silence(breach=breach, reason="Önemsiz.", by=acting.pelin, at=NOON)
    with pytest.raises(approvals.SamePerson):
        breach_telling.agree_silence(proposal=proposal, by=acting.pelin, at=NOON)
    breach_telling.refuse_silence(proposal=proposal, reason="Bildirilir.", by=acting.arda, at=NOON)
    breach.refresh_from_db()
    assert breach.authority == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        Breach.objects.filter(id=breach.id).update(
            authority="silent",
            authority_reason="x",
            authority_by=acting.pelin.id,
            authority_second=acting.pelin.id,
        )
    described = breaches.Description(**{**KNOWN, "countries": ("TR", "DE")})
    breaches.describe_breach(breach=breach, known=described, by=acting.pelin, at=NOON)
    with pytest.raises(breach_telling.LawWantsIt):
        breach_telling.propose_silence(breach=breach, reason="Önemsiz.", by=acting.pelin, at=NOON)


@pytest.mark.django_db
def test_what_is_agreed_is_asked_of_the_law_once_more(acting):
    breach = acting.known()
    proposal = breach_telling.propose_silence(breach=breach, reason="Önemsiz.", by=acting.pelin, at=NOON)
    graver = breaches.Description(countries=("DE",), **{**KNOWN, "likelihood": 4, "severity": 4})
    breaches.describe_breach(breach=breach, known=graver, by=acting.pelin, at=NOON)
    with pytest.raises(breach_telling.LawWantsIt):
        breach_telling.agree_silence(proposal=proposal, by=acting.arda, at=NOON)
    assert Proposal.objects.get().decided_at is None


@pytest.mark.django_db
def test_the_people_are_told_through_the_notice_to_all(acting, world):
    breach = acting.known(countries=("TR",))
    with pytest.raises(breach_telling.LawWantsIt):
        breach_telling.spare_people(breach=breach, reason="Az kişi.", by=acting.pelin, at=NOON)
    cases = [make_case(world), make_case(world, customer=1)]
    breach = breach_telling.tell_people(
        breach=breach, cases=cases, owner=world.staff["pelin"], by=acting.pelin, at=NOON
    )
    texts = {code: people_letter(breach, code, "Pelin Ateş") for code in ("tr", "en")}
    assert not [each for text in texts.values() for each in unknown_fields(text)]
    problems.write_notice(
        problem=breach.problem,
        subjects={"tr": "Verileriniz hakkında", "en": "About your data"},
        texts=texts,
        by=acting.pelin,
        at=NOON,
    )
    while problems.send_notices(by=Actor.system("notices"), at=NOON):
        pass
    notice = ProblemNotice.objects.get()
    assert notice.state == "sent"
    messages = [each.message.text for each in notice.recipients.select_related("message")]
    assert len(messages) == 2
    assert all("Bir dışa aktarım dosyası" in text for text in messages)
    assert cases[0].number in " ".join(messages)


@pytest.mark.django_db
def test_it_closes_when_all_is_done_and_never_changes_again(acting, world):
    breach = acting.known()
    with pytest.raises(breaches.BreachLacks):
        breaches.close_breach(breach=breach, lessons="Öğrendik.", by=acting.pelin, at=NOON)
    breaches.confirm_awareness(breach=breach, by=acting.arda, at=NOON)
    acting.told(breach, NOON + HOUR)
    breach_telling.spare_people(breach=breach, reason="Zarar beklenmiyor.", by=acting.pelin, at=NOON)
    breaches.close_breach(
        breach=breach, lessons="Dışa aktarımı kapattık.", by=acting.pelin, at=NOON + 2 * HOUR
    )
    with pytest.raises(breaches.BreachIsOver):
        breaches.say_aware(breach=breach, aware_at=NOON - HOUR, by=acting.pelin, at=NOON + 3 * HOUR)


@pytest.mark.django_db
def test_a_suspicion_may_turn_out_to_be_none_and_a_case_suspects_once(acting, world):
    case = make_case(world)
    first = acting.suspected(case=case)
    assert acting.suspected(case=case).id == first.id
    breaches.close_breach(breach=first, lessons="Alıcı doğruydu.", by=acting.pelin, at=NOON)
    first.refresh_from_db()
    assert first.state == "unfounded"
    assert (acting.suspected().number, first.number) == (2, 1)
