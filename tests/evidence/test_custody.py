"""What becomes of an item: taken in, looked at, checked, asked for again, and ended."""

import json
from datetime import timedelta

import pytest

from muhatap.audit.models import Event
from muhatap.audit.verifying import verify_stream
from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.cases.statuses import ClosedReason, Status
from muhatap.channels.contract import InboundFile
from muhatap.evidence import operations as evidence
from muhatap.evidence import queries
from muhatap.evidence.kinds import EvidenceKind
from muhatap.evidence.models import DocumentRequest, EvidenceItem
from muhatap.evidence.retaining import RECEIVED, locker_class
from muhatap.files import operations as files
from muhatap.files.pictures import signs_of
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from tests.evidence.pictures import photo
from tests.world import NOON, load, make_case

pytestmark = pytest.mark.django_db

CUSTOMER = Actor.customer(None)
KEEPER = Actor.system("evidence")


def staff(world, name="deniz"):
    return Actor.staff(world.staff[name].pk)


def offered(case, kind=EvidenceKind.RECEIPT, **more):
    new = evidence.NewItem(kind=kind, name="dekont.jpg", data=photo(), has_file=True, **more)
    (item,) = evidence.offer_items(case=case, new=[new], by=CUSTOMER, at=NOON)
    return queries.item_of(case, item.id)


def facts(case, kind):
    return [
        json.loads(each)
        for each in Event.objects.filter(stream_id=case.id, kind=kind).values_list("content", flat=True)
    ]


def test_files_of_a_message_that_opens_a_case_again_become_items_too(world):
    case = make_case(world)
    cases.change_status(
        case=load(case.id), status=Status.CLOSED, closed=ClosedReason.SOLVED, by=KEEPER, at=NOON
    )
    make_case(world, case_id=case.id, files=(InboundFile("dekont.jpg", photo()),))
    assert [each.file.name for each in queries.items_of(case)] == ["dekont.jpg"]


def test_files_of_a_message_become_items_and_lose_place_and_time(world):
    topic = world.topics["PAY-WD"]
    topic.evidence = [{"code": "receipt", "label": {"tr": "Dekont"}, "kind": "receipt", "required": True}]
    topic.save()
    case = make_case(
        world, files=(InboundFile("dekont.jpg", photo(), "receipt"), InboundFile("not.txt", b"merhaba"))
    )
    first, second = queries.items_of(case)
    assert (first.kind, second.kind, first.source) == ("receipt", "further", "web_form")
    assert evidence.look_at_items(limit=10, by=KEEPER, at=NOON) == 2
    first = queries.item_of(case, first.id)
    assert set(first.traces) == {"place", "time", "device"}
    assert first.original.is_guarded
    assert not first.file.is_guarded
    assert signs_of(files.read_file(stored=first.file)).traces == ()
    assert signs_of(files.read_file(stored=first.original)).traces
    assert len(facts(case, "evidence.offered")) == 2
    assert evidence.look_at_items(limit=10, by=KEEPER, at=NOON) == 0


def test_what_is_offered_is_posted_once_and_tied_to_its_message(world):
    case = make_case(world)
    item = offered(case, keeps_traces=True)
    assert item.original is None
    assert item.keeps_traces
    assert item.attachment.message.text == "dekont.jpg"
    assert EvidenceItem.objects.filter(case=case).count() == 1


def test_a_number_is_an_item_without_a_file_and_is_masked(world):
    case = make_case(world)
    new = evidence.NewItem(kind=EvidenceKind.TRANSACTION, words="Kart 4111 1111 1111 1111, işlem NX-77120")
    (item,) = evidence.offer_items(case=case, new=[new], by=CUSTOMER, at=NOON)
    assert "4111 1111" not in item.words
    assert "NX-77120" in item.words
    with pytest.raises(evidence.NotEvidence):
        evidence.offer_items(
            case=case, new=[evidence.NewItem(kind=EvidenceKind.RECEIPT)], by=CUSTOMER, at=NOON
        )


def test_identity_documents_are_closed(world):
    case = make_case(world)
    item = offered(case, EvidenceKind.IDENTITY)
    assert item.file.is_guarded
    assert item.original.is_guarded
    assert item.retention == "identity_documents"
    with pytest.raises(evidence.NeedsReason):
        evidence.note_viewing(item=item, what="preview", why=" ", by=staff(world, "mert"), at=NOON)


def test_a_rejection_says_why_and_what_to_correct_and_accepted_stays_accepted(world):
    case = make_case(world)
    item = offered(case)
    with pytest.raises(evidence.NeedsCorrection):
        evidence.reject_item(item=item, reason="glare", correction=" ", by=staff(world), at=NOON)
    with pytest.raises(evidence.NeedsCorrection):
        evidence.reject_item(item=item, reason="ugly", correction="x", by=staff(world), at=NOON)
    evidence.begin_check(item=item, by=staff(world), at=NOON)
    evidence.reject_item(item=item, reason="glare", correction="Flaşsız çekin.", by=staff(world), at=NOON)
    letter = Message.objects.filter(case=case).order_by("id").last().text
    assert "Flaşsız çekin." in letter
    assert f"item={item.id}" in letter
    assert [each.id for each in queries.rejected_of(case)] == [item.id]
    good = offered(case)
    evidence.accept_item(item=good, by=staff(world), at=NOON)
    with pytest.raises(evidence.CannotDecide):
        evidence.reject_item(item=good, reason="glare", correction="x", by=staff(world), at=NOON)


def test_of_a_suspicion_the_customer_reads_nothing(world):
    case = make_case(world)
    item = offered(case)
    suspicion = evidence.suspect_item(
        item=item, correction="Piksel farkı var", by=staff(world, "mert"), at=NOON
    )
    evidence.agree_suspicion(item=item, proposal=suspicion, by=staff(world, "pelin"), at=NOON)
    letter = Message.objects.filter(case=case).order_by("id").last().text
    assert "Piksel" not in letter
    (decided,) = facts(case, "evidence.decided")
    assert decided["reason"] == "withheld"
    assert "değiş" not in letter.lower()


def asked(world, case, *items, days=10):
    new = evidence.NewRequest(
        purpose="source_of_funds",
        ground="legal_duty",
        words="Yüksek tutarlı çekim.",
        items=items or (("receipt", "Maaş bordrosu"),),
        due_at=NOON + timedelta(days=days),
    )
    return evidence.request_documents(case=case, new=new, by=staff(world), at=NOON)


def test_a_request_says_purpose_ground_and_day_and_ends_when_everything_came(world):
    case = make_case(world)
    request = asked(world, case, ("receipt", "Maaş bordrosu"), ("further", "Satış sözleşmesi"))
    letter = Message.objects.filter(case=case).order_by("id").last().text
    for said in ("Maaş bordrosu", "Satış sözleşmesi", "Yüksek tutarlı çekim.", "/documents/"):
        assert said in letter
    case.refresh_from_db()
    assert case.status == Status.WAITING_CUSTOMER
    first, second = queries.wanted_of(case)
    item = offered(case, line=first)
    assert [each.id for each in queries.wanted_of(case)] == [second.id]
    other = offered(case, line=second)
    evidence.reject_item(
        item=other, reason="unreadable", correction="Yeniden çekin.", by=staff(world), at=NOON
    )
    assert [each.id for each in queries.wanted_of(case)] == [second.id]
    evidence.accept_item(item=item, by=staff(world), at=NOON)
    assert DocumentRequest.objects.get(id=request.id).ended_at is None
    evidence.accept_item(item=offered(case, line=second), by=staff(world), at=NOON)
    assert DocumentRequest.objects.get(id=request.id).outcome == "answered"


def test_the_sweep_reminds_and_lets_a_request_expire(world):
    case = make_case(world)
    request = asked(world, case, days=10)
    said = []
    for days in (1, 3, 3, 7, 9, 10, 12):
        evidence.chase_requests(by=KEEPER, at=NOON + timedelta(days=days))
        request.refresh_from_db()
        said.append((request.reminders, request.outcome))
    assert said == [(0, ""), (1, ""), (1, ""), (2, ""), (2, ""), (2, "expired"), (2, "expired")]
    case.refresh_from_db()
    assert case.status == Status.OPEN
    with pytest.raises(evidence.RequestOver):
        evidence.withdraw_request(request=request, by=staff(world), at=NOON)


def test_a_photo_of_the_face_is_asked_for_with_reason_and_notice_and_is_closed(world):
    case = make_case(world)
    items = (("face", "Yüz fotoğrafı"),)

    def ask(**change):
        said = {"purpose": "identity", "ground": "consent", "words": "Kimliğiniz yenilendi.", "items": items}
        new = evidence.NewRequest(**said | {"due_at": NOON + timedelta(days=7)} | change)
        return evidence.request_documents(case=case, new=new, by=staff(world), at=NOON)

    for change in ({"ground": "contract"}, {"ground": "interest"}, {"purpose": "refund"}, {"words": " "}):
        with pytest.raises(evidence.NotARequest):
            ask(**change)
    assert not DocumentRequest.objects.exists()
    ask()
    letter = Message.objects.filter(case=case).order_by("id").last().text
    for said in ("Kimliğiniz yenilendi.", "fotoğraf"):
        assert said in letter
    item = offered(case, EvidenceKind.FACE, line=queries.wanted_of(case)[0])
    assert item.is_identity
    assert item.file.is_guarded
    assert item.retention == "identity_documents"


@pytest.mark.parametrize(
    ("change", "what"),
    [({"purpose": "curiosity"}, "purpose"), ({"ground": "none"}, "ground"), ({"words": " "}, "words"),
     ({"items": ()}, "items"), ({"items": (("blood", ""),)}, "items"), ({"due_at": NOON}, "due_at"),
     ({"due_at": NOON + timedelta(days=200)}, "due_at")],
)  # fmt: skip
def test_a_request_with_a_gap_is_refused(world, change, what):
    case = make_case(world)
    said = {
        "purpose": "identity",
        "ground": "contract",
        "words": "Neden",
        "items": (("receipt", ""),),
        "due_at": NOON + timedelta(days=3),
    }
    with pytest.raises(evidence.NotARequest) as refusal:
        evidence.request_documents(
            case=case, new=evidence.NewRequest(**said | change), by=staff(world), at=NOON
        )
    assert refusal.value.what == what
    assert not DocumentRequest.objects.exists()


def closed(world, case):
    cases.change_status(case=case, status=Status.CLOSED, closed=ClosedReason.SOLVED, by=staff(world), at=NOON)


def test_what_is_no_longer_kept_goes_and_the_chain_stays_valid(world):
    case = make_case(world)
    identity, receipt = offered(case, EvidenceKind.IDENTITY), offered(case)
    evidence.note_viewing(item=identity, what="preview", why="Doğrulama", by=staff(world, "mert"), at=NOON)
    closed(world, case)
    assert evidence.destroy_due(by=KEEPER, at=NOON + timedelta(days=89)) == 0
    assert evidence.destroy_due(by=KEEPER, at=NOON + timedelta(days=91)) == 1
    identity = queries.item_of(case, identity.id)
    assert identity.destroyed_at
    assert identity.file.destroyed_at
    assert identity.original.destroyed_at
    assert queries.item_of(case, receipt.id).destroyed_at is None
    (told,) = facts(case, "evidence.destroyed")
    assert told["sort"] == "identity"
    assert told["events"]
    assert verify_stream(case.id).is_intact
    with pytest.raises(LookupError):
        files.read_file(stored=identity.file)


def test_a_hold_stops_the_end_until_two_people_let_it_go(world):
    case = make_case(world)
    offered(case, EvidenceKind.IDENTITY)
    closed(world, case)
    hold = evidence.place_hold(
        case=case, reason="Dava 2026/14", until_on=None, by=staff(world, "pelin"), at=NOON
    )
    with pytest.raises(evidence.HeldAlready):
        evidence.place_hold(case=case, reason="x", until_on=None, by=staff(world, "pelin"), at=NOON)
    late = NOON + timedelta(days=400)
    assert evidence.destroy_due(by=KEEPER, at=late) == 0
    with pytest.raises(evidence.NotHeld):
        evidence.release_hold(hold=hold, by=staff(world, "mert"), at=late)
    evidence.ask_release(hold=hold, reason="Dava bitti", by=staff(world, "pelin"), at=late)
    with pytest.raises(Exception, match=str(hold.id)):
        evidence.release_hold(hold=hold, by=staff(world, "pelin"), at=late)
    evidence.release_hold(hold=hold, by=staff(world, "mert"), at=late)
    assert evidence.destroy_due(by=KEEPER, at=late) == 1


def test_a_hold_with_a_day_ends_by_itself(world):
    case = make_case(world)
    offered(case, EvidenceKind.IDENTITY)
    closed(world, case)
    until = (NOON + timedelta(days=200)).date()
    evidence.place_hold(case=case, reason="Dava", until_on=until, by=staff(world, "pelin"), at=NOON)
    assert evidence.destroy_due(by=KEEPER, at=NOON + timedelta(days=199)) == 0
    assert evidence.destroy_due(by=KEEPER, at=NOON + timedelta(days=201)) == 1
    with pytest.raises(evidence.NotAHold):
        evidence.place_hold(case=case, reason=" ", until_on=None, by=staff(world, "pelin"), at=NOON)


@pytest.mark.parametrize(
    ("section", "keep"),
    [
        ({}, "90d"),
        ({"lockers": {"covers": ["lockers"], "keep": "30d", "after": "closed"}}, "30d"),
        ({"files": {"covers": ["files"], "keep": "10y"}}, "90d"),
    ],
)
def test_how_long_a_locker_keeps_is_the_charters_and_counts_from_when_it_was_put_in(section, keep):
    rule = locker_class(section)
    assert (rule.keep, rule.after) == (keep, RECEIVED)
    days = int(keep[:-1])
    assert rule.ends_on(NOON.date()) == NOON.date() + timedelta(days=days)


def test_a_locker_keeps_things_for_a_case_to_come(world):
    locker = evidence.open_locker(
        brand=world.brand, email="elif@posta.example", language="tr", by=CUSTOMER, at=NOON
    )
    assert (
        evidence.open_locker(
            brand=world.brand, email="elif@posta.example", language="tr", by=CUSTOMER, at=NOON
        )
        == locker
    )
    kept = [
        evidence.keep_in_locker(
            locker=locker,
            new=evidence.NewItem(kind=EvidenceKind.TRANSACTION, words=f"NX-{n}"),
            by=CUSTOMER,
            at=NOON,
        )
        for n in (1, 2, 3)
    ]
    assert evidence.remove_from_locker(locker=locker, item_id=kept[0].id, by=CUSTOMER, at=NOON)
    assert not evidence.remove_from_locker(locker=locker, item_id=kept[0].id, by=CUSTOMER, at=NOON)
    case, other = make_case(world), make_case(world, customer=1, brand=world.brand)
    assert len(evidence.attach_items(case=case, items=[kept[1]], by=CUSTOMER, at=NOON)) == 1
    assert evidence.attach_items(case=other, items=[kept[1]], by=CUSTOMER, at=NOON) == []
    assert [each.words for each in queries.items_of(case)] == ["NX-2"]
    assert [each.words for each in queries.items_in_locker(locker)] == ["NX-3"]
    assert evidence.destroy_due(by=KEEPER, at=NOON + timedelta(days=91)) == 1
    assert queries.items_in_locker(locker) == []


def test_the_meter_rises_with_what_comes_and_falls_with_what_is_rejected(world):
    topic = world.topics["PAY-WD"]
    topic.evidence = [
        {"code": code, "label": {"tr": code}, "kind": kind, "required": True}
        for code, kind in (("receipt", "receipt"), ("view", "screenshot"))
    ]
    topic.fields = []
    topic.save()
    case = make_case(world)
    case.topic = topic
    seen = [queries.meter_of(case, ("tr",)).percent]
    item = offered(case, code="receipt")
    seen.append(queries.meter_of(case, ("tr",)).percent)
    evidence.reject_item(item=item, reason="glare", correction="x", by=staff(world), at=NOON)
    seen.append(queries.meter_of(case, ("tr",)).percent)
    offered(case, code="receipt"), offered(case, code="view")
    seen.append(queries.meter_of(case, ("tr",)).percent)
    assert seen == [0, 50, 0, 100]


def test_a_review_is_known_by_its_right_alone_and_ended_by_another(world):
    case = make_case(world)
    review = evidence.begin_review(
        case=case, reason="Yapılandırma şüphesi", told="review", by=staff(world, "pelin"), at=NOON
    )
    told = " ".join(Event.objects.filter(stream_id=case.id).values_list("content", flat=True))
    assert "Yapılandırma" not in told
    with pytest.raises(evidence.ReviewedAlready):
        evidence.begin_review(case=case, reason="x", told="review", by=staff(world, "pelin"), at=NOON)
    with pytest.raises(evidence.NotAReview):
        evidence.begin_review(
            case=make_case(world, customer=1), reason="x", told="aml", by=staff(world, "pelin"), at=NOON
        )
    with pytest.raises(evidence.SameHand):
        evidence.end_review(review=review, by=staff(world, "pelin"), at=NOON)
    assert evidence.end_review(review=review, by=staff(world, "mert"), at=NOON).ended_at


def test_compliance_is_reminded_of_a_review_every_three_days_while_it_runs(world):
    case = make_case(world)
    begin = {
        "case": case,
        "reason": "Yapılandırma",
        "told": "review",
        "by": staff(world, "pelin"),
        "at": NOON,
    }
    review = evidence.begin_review(**begin)

    def told():
        return Notice.objects.filter(staff=world.staff["pelin"], kind="review_waits").count()

    counts = []
    for hours in (71, 72, 73, 143, 144, 300):
        evidence.remind_of_reviews(by=KEEPER, at=NOON + timedelta(hours=hours))
        counts.append(told())
    assert counts == [0, 1, 1, 1, 2, 3]
    assert "Yapılandırma" not in str(list(Notice.objects.values_list("params", flat=True)))
    evidence.end_review(review=review, by=staff(world, "mert"), at=NOON + timedelta(days=13))
    assert evidence.remind_of_reviews(by=KEEPER, at=NOON + timedelta(days=30)) == 0


def test_what_is_accepted_ends_on_its_own_day(world):
    case = make_case(world)
    item = offered(case)
    evidence.accept_item(item=item, valid_until=NOON.date(), by=staff(world), at=NOON)
    assert evidence.expire_items(by=KEEPER, at=NOON) == 0
    assert evidence.expire_items(by=KEEPER, at=NOON + timedelta(days=1)) == 1
    assert queries.item_of(case, item.id).state == "expired"
