"""Rules: written in versions, tried before they act, acting once for each cause, refused where need be."""

from datetime import timedelta

import pytest
from django.db import OperationalError, transaction
from django.db.models import Max

from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals import operations as approvals
from muhatap.audit import relay
from muhatap.audit.models import Event, Publication
from muhatap.automation import operations as automation
from muhatap.automation.actions import Action, Do, Refusal
from muhatap.automation.checking import Faulty
from muhatap.automation.models import Firing, Reached, Rule, RuleVersion
from muhatap.automation.operations import firing
from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.cases.statuses import Author, Status
from muhatap.notifications.models import Notice
from tests.automation.making import RULES, by, content, later, letter, make_rule, preview, turn
from tests.world import NOON, load, make_case

pytestmark = pytest.mark.django_db
URGENT = Action(Do.PRIORITY, "1")


def test_a_rule_acts_on_what_happens_and_says_so(world):
    rule = make_rule(
        world, content("Acil", "opened", URGENT, Action(Do.NOTE, "", {"tr": "{{case.number}} hızlı"}))
    )
    case = make_case(world)
    turn()
    case = load(case.id)
    assert case.priority == 1
    assert Message.objects.get(case=case, author=Author.NOTE).text == f"{case.number} hızlı"
    firing = Firing.objects.get()
    applied = Event.objects.get(kind="rule.applied")
    assert (applied.stream_id, applied.actor_id, applied.actor_label) == (case.id, firing.id, "rule")
    assert (firing.rule, firing.version.number, firing.depth) == (rule, 1, 0)
    assert Event.objects.get(kind="case.priority_changed").actor_id == firing.id


def test_it_acts_once_however_often_the_events_are_shown(world):
    make_rule(world, content("Not", "opened", Action(Do.NOTE, "", {"tr": "bir kez"})))
    make_case(world)
    turn()
    Reached.objects.update(seq=0)
    turn(later(minutes=1))
    assert Message.objects.filter(author=Author.NOTE).count() == 1


def test_what_happened_before_it_was_switched_on_is_not_its_business(world):
    case = make_case(world)
    make_rule(world, content("Acil", "opened", URGENT), later(minutes=1))
    turn(later(minutes=2))
    assert load(case.id).priority == 3


def test_it_reads_its_condition_and_its_own_brand_alone(world):
    make_rule(world, content("Giriş", "opened", URGENT, condition="topic:ACC-LOGIN"))
    other, here = make_case(world, topic="PAY-WD"), make_case(world, topic="ACC-LOGIN", customer=1)
    elsewhere = make_case(world, topic="ACC-LOGIN", customer=2, brand=world.other_brand)
    turn()
    assert [load(each.id).priority for each in (other, here, elsewhere)] == [3, 1, 4]


def test_rules_act_in_order_and_one_may_be_the_last(world):
    make_rule(world, content("İlk", "opened", Action(Do.PRIORITY, "2"), stops=True))
    second = make_rule(world, content("İkinci", "opened", URGENT))
    case = make_case(world)
    turn()
    assert load(case.id).priority == 2
    mert = world.staff["mert"]
    automation.move_rule(rule=second, up=True, by=by(mert), at=NOON)
    assert list(Rule.objects.order_by("position").values_list("name", flat=True)) == ["İkinci", "İlk"]


def test_a_change_is_a_new_version_and_the_old_one_goes_on(world):
    mert = world.staff["mert"]
    rule = make_rule(world, content("Acil", "opened", URGENT))
    changed = content("Acil", "opened", Action(Do.PRIORITY, "2"))
    assert automation.change_rule(rule=rule, content=changed, staff=mert, by=by(mert), at=later(hours=1))
    assert not automation.change_rule(rule=rule, content=changed, staff=mert, by=by(mert), at=later(hours=1))
    assert (rule.newest, rule.on_version) == (2, 1)
    with pytest.raises(automation.NotPreviewed):
        automation.switch_on(rule=rule, staff=mert, by=by(mert), at=later(hours=1))
    first = make_case(world, at=later(hours=2))
    turn(later(hours=2))
    preview(rule, mert, later(hours=3))
    automation.switch_on(rule=rule, staff=mert, by=by(mert), at=later(hours=3))
    second = make_case(world, at=later(hours=4), customer=1)
    turn(later(hours=4))
    assert [load(each.id).priority for each in (first, second)] == [1, 2]
    assert [each.number for each in RuleVersion.objects.order_by("number")] == [1, 2]


def test_a_rule_that_writes_to_customers_needs_another_person(world):
    mert, pelin = world.staff["mert"], world.staff["pelin"]
    rule = make_rule(world, content("Mektup", "opened", letter()), on=False)
    with pytest.raises(automation.NeedsSecondPerson):
        automation.switch_on(rule=rule, staff=mert, by=by(mert), at=NOON)
    proposal = automation.propose_rule(rule=rule, reason="bilgi", by=by(mert), at=NOON)
    with pytest.raises(approvals.SamePerson):
        automation.approve_rule(rule=rule, proposal=proposal, staff=mert, by=by(mert), at=NOON)
    rule.refresh_from_db()
    assert not rule.is_on
    automation.approve_rule(rule=rule, proposal=proposal, staff=pelin, by=by(pelin), at=NOON)
    case = make_case(world)
    turn()
    sent = Message.objects.get(case=case, author=Author.AUTOMATIC)
    assert case.number in sent.text
    assert Firing.objects.get().letters == 1


def test_what_was_changed_after_it_was_proposed_is_not_approved(world):
    mert, pelin = world.staff["mert"], world.staff["pelin"]
    rule = make_rule(world, content("Mektup", "opened", letter()), on=False)
    proposal = automation.propose_rule(rule=rule, reason="bilgi", by=by(mert), at=NOON)
    automation.change_rule(
        rule=rule, content=content("Mektup", "opened", letter("Başka")), staff=mert, by=by(mert), at=NOON
    )
    preview(rule, mert, NOON)
    with pytest.raises(automation.ChangedSince):
        automation.approve_rule(rule=rule, proposal=proposal, staff=pelin, by=by(pelin), at=NOON)


def test_letters_are_few(world):
    make_rule(world, content("Mektup", "customer_wrote", letter()))
    case = make_case(world)
    turn()
    for minutes in (1, 2, 3):
        cases.post_message(
            case=load(case.id),
            new=cases.NewMessage(author=Author.CUSTOMER, channel="email", text="Ne oldu?"),
            by=by(world.staff["mert"]),
            at=later(minutes=minutes),
        )
        turn(later(minutes=minutes))
    assert Message.objects.filter(case=case, author=Author.AUTOMATIC).count() == 1
    refused = [step["refusal"] for firing in Firing.objects.order_by("at") for step in firing.steps]
    assert refused == ["", *[Refusal.LETTERS_SPENT] * 3]


def test_a_letter_with_a_hole_is_not_sent(world):
    make_rule(world, content("Mektup", "opened", letter("Sayın {{customer.name}}")))
    case = make_case(world)
    case.customer.name = ""
    case.customer.save()
    turn()
    assert not Message.objects.filter(case=case, author=Author.AUTOMATIC).exists()
    assert Firing.objects.get().steps[0]["refusal"] == Refusal.LACKS_VALUE


def test_staff_are_told(world):
    make_rule(
        world, content("Haber", "opened", Action(Do.TELL, "supervisor", {"tr": "Bakın: {{case.number}}"}))
    )
    case = make_case(world)
    turn()
    notice = Notice.objects.get(kind="rule_told")
    assert notice.staff == world.staff["mert"]
    assert notice.params["text"] == f"Bakın: {case.number}"


def test_a_large_amount_is_told_to_those_who_may_review_it_and_to_nobody_else(world):
    told = Action(Do.TELL, "compliance", {"tr": "Büyük tutar: {{case.number}}"})
    make_rule(world, content("Büyük tutar", "opened", told, condition="field.amount:>=50000"))
    amounts = (4_999_999, 5_000_000, 5_000_001)
    _below, at_limit, above = (
        make_case(world, customer=place, fields={"amount": {"minor": minor, "currency": "TRY"}})
        for place, minor in enumerate(amounts)
    )
    make_case(world, text="Tutar yazmıyorum.")
    turn()
    notices = Notice.objects.filter(kind="rule_told")
    assert set(notices.values_list("staff", "about_case_id")) == {
        (world.staff["pelin"].pk, each.id) for each in (at_limit, above)
    }
    assert scope_of(world.staff["pelin"]).may(Permission.SEE_REVIEWS, world.brand.id)
    # Neither a note nor a tag tells those who work the case that it is looked at.
    assert not Message.objects.filter(case=above, author=Author.NOTE).exists()


def test_participants_topics_queues_and_owners(world):
    selin = world.staff["selin"]
    make_rule(
        world,
        content(
            "Hepsi",
            "opened",
            Action(Do.QUEUE, "accounts"),
            Action(Do.OWNER, str(selin.pk)),
            Action(Do.TOPIC, "ACC-LOGIN"),
            Action(Do.PARTICIPANT, "bayi@posta.example"),
        ),
    )
    case = make_case(world)
    turn()
    case = load(case.id)
    assert (case.queue.code, case.owner, case.topic.code) == ("accounts", selin, "ACC-LOGIN")
    assert [each.email for each in case.participants.all()] == ["bayi@posta.example"]


def test_what_is_gone_is_refused_and_the_rest_is_done(world):
    selin = world.staff["selin"]
    make_rule(world, content("Selin", "opened", Action(Do.OWNER, str(selin.pk)), URGENT))
    selin.is_active = False
    selin.save()
    case = make_case(world)
    turn()
    assert (load(case.id).owner, load(case.id).priority) == (None, 1)
    assert [step["refusal"] for step in Firing.objects.get().steps] == [Refusal.PERSON_GONE, ""]


@pytest.mark.parametrize(
    ("actions", "fault"),
    [
        ((), "no_actions"),
        ((Action(Do.PRIORITY, "9"),), "choose_priority"),
        ((Action(Do.QUEUE, "nowhere"),), "choose_queue"),
        ((Action(Do.OWNER, "17"),), "choose_owner"),
        ((Action(Do.STATUS, "sleeping"),), "choose_status"),
        ((Action(Do.STATUS, "resolved"),), "not_by_rule"),
        ((Action(Do.STATUS, "waiting_customer"),), "customer_untold"),
        ((Action(Do.STATUS, "closed:no_answer"),), "customer_untold"),
        ((Action(Do.NOTE, "", {"tr": " "}),), "no_words"),
        ((Action(Do.NOTE, "", {"tr": "{{customer.shoe}}"}),), "unknown_variable"),
        ((Action(Do.LETTER, "", {"tr": "yalnız Türkçe"}),), "lacks_language"),
        ((letter("Sevgiler, {{agent.name}}"),), "no_agent"),
        ((Action(Do.PARTICIPANT, "kimse"),), "choose_participant"),
        ((Action(Do.TELL, "everybody", {"tr": "x"}),), "choose_tell"),
        ((Action(Do.REPLY, "send", {"tr": "x", "en": "x"}),), "unknown_action"),
        ((URGENT,) * 13, "too_many"),
    ],
)
def test_what_cannot_be_kept(world, actions, fault):
    with pytest.raises(Faulty) as wrong:
        make_rule(world, content("Kural", "opened", *actions))
    assert fault in [each.code for each in wrong.value.faults]
    assert not Rule.objects.exists()


def test_a_rule_that_waits_for_the_customer_tells_her(world):
    make_rule(world, content("Bekle", "note_written", letter(), Action(Do.STATUS, "waiting_customer")))
    case = make_case(world)
    cases.post_message(
        case=case,
        new=cases.NewMessage(author=Author.NOTE, channel="desk", text="Belge eksik."),
        by=by(world.staff["deniz"]),
        at=NOON,
    )
    turn()
    assert load(case.id).status == Status.WAITING_CUSTOMER


def test_a_removed_rule_does_nothing_and_its_history_stays(world):
    mert = world.staff["mert"]
    rule = make_rule(world, content("Acil", "opened", URGENT))
    automation.remove_rule(rule=rule, by=by(mert), at=NOON)
    case = make_case(world, at=later(minutes=1))
    turn(later(minutes=1))
    assert load(case.id).priority == 3
    assert RuleVersion.objects.filter(rule=rule).exists()
    with pytest.raises(automation.NotPreviewed):
        automation.switch_on(rule=rule, staff=mert, by=by(mert), at=NOON + timedelta(days=1))


def test_a_rule_that_fails_is_noted_told_and_not_tried_again(world, monkeypatch):
    make_rule(world, content("Bozuk", "opened", URGENT))
    make_rule(world, content("Sağlam", "opened", Action(Do.NOTE, "", {"tr": "tamam"})))

    def fail(**_):
        raise RuntimeError("boom")

    monkeypatch.setattr("muhatap.cases.operations.change_priority", fail)
    case = make_case(world)
    turn()
    assert Message.objects.filter(case=case, author=Author.NOTE).count() == 1
    assert Firing.objects.get(rule__name="Bozuk").outcome == "failed"
    assert Notice.objects.filter(kind="rule_barred", params__rule="Bozuk").exists()


def test_nobody_who_is_away_gets_a_case(world):
    selin = world.staff["selin"]
    make_rule(world, content("Selin", "opened", Action(Do.OWNER, str(selin.pk))))
    selin.away_until = later(hours=8)
    selin.save()
    case = make_case(world)
    turn()
    assert load(case.id).owner is None
    assert Firing.objects.get().steps[0]["refusal"] == Refusal.PERSON_AWAY


def test_a_lost_database_undoes_all_of_it_and_the_next_round_does_it_once(world, monkeypatch):
    make_rule(world, content("Not", "opened", Action(Do.NOTE, "", {"tr": "bir kez"})))
    case = make_case(world)
    relay.publish(at=NOON)
    lost = [OperationalError("the connection is gone")]
    proper = firing.record

    def record_or_fail(fact, **more):
        if lost:
            raise lost.pop()
        return proper(fact, **more)

    monkeypatch.setattr(firing, "record", record_or_fail)
    with pytest.raises(Exception, match="Not"), transaction.atomic():
        automation.follow_events(by=RULES, at=NOON)
    assert not Firing.objects.exists()
    turn()
    turn()
    assert Message.objects.filter(case=case, author=Author.NOTE).count() == 1


def test_a_rule_by_time_alone_does_not_hold_back_those_that_follow(world):
    make_rule(world, content("Zaman", "after_opened", URGENT, hours=4))
    make_case(world)
    relay.publish(at=NOON)
    make_rule(world, content("Olay", "opened", URGENT), later(minutes=1))
    assert Reached.objects.get().seq == Publication.objects.aggregate(last=Max("published_seq"))["last"]
