"""Customers who are one person: joined, nothing is lost; parted, everybody has again what was hers."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muhatap.audit.models import Event
from muhatap.audit.verifying import verify_stream
from muhatap.cases.models import Case
from muhatap.cases.searching import search_cases
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.channels.models import Delivery
from muhatap.channels.operations.completing import complete_fields
from muhatap.customers import operations as customers
from muhatap.customers.models import Customer, CustomerJoining, Identity, IdentityKind, LikelySame
from muhatap.customers.queries import likely_same, with_joined
from muhatap.kernel.actors import Actor
from muhatap.wiring.proving import CHECKS
from tests.world import NOON, load, make_case

LATER = NOON + timedelta(hours=2)


@pytest.fixture
def by(world):
    return Actor.staff(world.staff["mert"].pk)


@pytest.fixture
def pair(world):
    """One case each of two customers."""
    return make_case(world), make_case(world, customer=1)


def join(one, into, by, reason="Telefonda doğruladı"):
    return customers.join_customers(
        customer=Customer.objects.get(id=one),
        into=Customer.objects.get(id=into),
        reason=reason,
        by=by,
        at=LATER,
    )


def part(one, by):
    return customers.part_customers(
        customer=Customer.objects.get(id=one), reason="Başka biriymiş", by=by, at=LATER
    )


def whose():
    return (
        dict(Case.objects.values_list("id", "customer_id")),
        dict(Identity.objects.values_list("id", "customer_id")),
    )


def proven():
    for case in Case.objects.all():
        report = verify_stream(case.id, CHECKS)
        assert not report.findings, report.findings
    for customer in Customer.objects.all():
        if Event.objects.filter(stream_id=customer.id).exists():
            assert not verify_stream(customer.id, CHECKS).findings


def test_cases_and_addresses_move_and_every_chain_tells_it(pair, by):
    elif_case, hakan_case = pair
    join(hakan_case.customer_id, elif_case.customer_id, by)
    assert load(hakan_case.id).customer_id == elif_case.customer_id
    assert Identity.objects.filter(customer_id=elif_case.customer_id).count() == 2
    told = Event.objects.get(stream_id=hakan_case.id, kind="case.customer_changed")
    assert f'"previous":"{hakan_case.customer_id}"' in told.content.replace(" ", "")
    for customer in (elif_case.customer_id, hakan_case.customer_id):
        assert Event.objects.filter(stream_id=customer, kind="customer.joined").count() == 1
    proven()


def test_parted_everybody_has_again_what_was_hers(pair, by):
    before = whose()
    join(pair[1].customer_id, pair[0].customer_id, by)
    part(pair[1].customer_id, by)
    assert whose() == before
    assert not Case.objects.filter(first_customer__isnull=False).exists()
    row = CustomerJoining.objects.get()
    assert (row.part_reason, row.parted_by_id) == ("Başka biriymiş", by.id)
    proven()


def test_what_comes_in_meanwhile_is_hers_and_goes_back_with_its_sender(world, pair, by):
    elif_id, hakan_id = (case.customer_id for case in pair)
    join(hakan_id, elif_id, by)
    new = make_case(world, customer=1, at=LATER)
    same = make_case(world, customer=0, at=LATER)
    assert {load(new.id).customer_id, load(same.id).customer_id} == {elif_id}
    proven()
    part(hakan_id, by)
    assert load(new.id).customer_id == hakan_id
    assert load(same.id).customer_id == elif_id
    proven()


def test_a_case_is_still_answered_at_the_address_by_which_it_came(world, pair, by):
    join(pair[1].customer_id, pair[0].customer_id, by)
    assert load(pair[1].id).customer_email == "hakan@posta.example"
    new = make_case(world, customer=1, at=LATER, acknowledged=True)
    assert set(Delivery.objects.filter(case=new).values_list("recipient", flat=True)) == {
        "hakan@posta.example"
    }


def test_sealed_answers_open_for_the_new_owner_and_again_for_the_old_one(world, by):
    case = make_case(world, customer=1, fields={"iban": "TR1"}, sensitive=frozenset({"iban"}))
    other = make_case(world)
    complete(case, by)
    for move in (lambda: join(case.customer_id, other.customer_id, by), lambda: part(case.customer_id, by)):
        move()
        complete(load(case.id), by)


def complete(case, by):
    complete_fields(case=case, fields={"tckn": "10000000146"}, sensitive=frozenset({"tckn"}), by=by, at=LATER)


def test_her_cases_are_found_by_the_address_of_either(world, pair, by):
    found = lambda words: {hit.case.id for hit in search_cases(world.staff["mert"], words, LATER).found}  # noqa: E731
    join(pair[1].customer_id, pair[0].customer_id, by)
    assert found("hakan@posta.example") == {case.id for case in pair}
    part(pair[1].customer_id, by)
    assert found("hakan@posta.example") == {pair[1].id}


@pytest.mark.parametrize("code", ["same", "brand", "joined", "joined_goal", "reason", "erased"])
def test_refusals(world, pair, by, code):
    one, into, reason = pair[1].customer_id, pair[0].customer_id, "Aynı kişi"
    third = make_case(world, customer=2).customer_id
    match code:
        case "same":
            into = one
        case "brand":
            into = make_case(world, brand=world.other_brand, topic="").customer_id
        case "joined":
            join(one, third, by)
        case "joined_goal":
            join(into, third, by)
        case "reason":
            reason = "  "
        case "erased":
            Customer.objects.filter(id=one).update(erased_at=NOON)
    before = whose()
    with pytest.raises(customers.CannotJoin) as refused:
        join(one, into, by, reason)
    assert refused.value.code == code.removesuffix("_goal")
    assert whose() == before


def test_who_is_not_joined_cannot_be_parted(pair, by):
    with pytest.raises(customers.NotJoined):
        part(pair[0].customer_id, by)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("join"), st.integers(0, 3), st.integers(0, 3)),
            st.tuples(st.just("part"), st.integers(0, 3), st.just(0)),
            st.tuples(st.just("write"), st.integers(0, 2), st.just(0)),
        ),
        max_size=9,
    )
)
def test_any_order_of_joinings_is_taken_back_without_a_trace(world, django_db_blocker, steps):
    from django.db import transaction

    by = Actor.staff(world.staff["mert"].pk)
    with transaction.atomic():
        own = [make_case(world, customer=place).customer_id for place in range(4)]
        senders = {own[place]: place for place in range(4)}
        for step, one, other in steps:
            try:
                if step == "join":
                    join(own[one], own[other], by)
                elif step == "part":
                    part(own[one], by)
                else:
                    make_case(world, customer=one, at=LATER)
            except (customers.CannotJoin, customers.NotJoined):
                continue
        for customer in own:
            family = with_joined(customer)
            assert customer in family
        proven()
        for customer in own:
            if CustomerJoining.objects.filter(customer_id=customer, parted_at__isnull=True).exists():
                part(customer, by)
        # The fourth sender has no address and is a new customer whenever she writes.
        for case in Case.objects.select_related("customer"):
            assert case.first_customer_id is None
            assert case.customer_id in senders
        emails = ["elif@posta.example", "hakan@posta.example", "sule@posta.example"]
        for place, email in enumerate(emails):
            assert Identity.objects.get(value=email).customer_id == own[place]
        proven()
        transaction.set_rollback(True)


def test_two_who_proved_the_same_number_are_suggested_and_never_joined(world, by):
    one, other = (make_case(world, customer=place).customer_id for place in (0, 1))
    for customer in (one, other):
        customers.prove_identity(
            customer=Customer.objects.get(id=customer),
            kind=IdentityKind.ACCOUNT,
            value="1004-7719",
            by=by,
            at=LATER,
        )
    alike = likely_same(Customer.objects.get(id=one))
    assert [(each.value, {each.one_id, each.other_id}) for each in alike] == [("1004-7719", {one, other})]
    assert not CustomerJoining.objects.exists()
    customers.decline_joining(alike=alike[0], by=by, at=LATER)
    assert likely_same(Customer.objects.get(id=other)) == []


def test_an_unproved_address_suggests_nobody(world, by):
    customer = make_case(world).customer
    other = make_case(world, customer=1).customer
    # Elif's own address was only typed by her; Hakan proves it.
    customers.prove_identity(
        customer=other, kind=IdentityKind.EMAIL, value="elif@posta.example", by=by, at=LATER
    )
    assert not LikelySame.objects.exists()
    assert Identity.objects.get(value="elif@posta.example").customer_id == customer.id


def test_a_proved_contact_with_addresses_of_two_suggests_them(world, by):
    for email, phone in (("a@posta.example", ""), ("", "+905320000001")):
        customers.recognise(
            brand_id=world.brand.id,
            contact=customers.Contact(email=email, phone=phone, verified=True),
            by=by,
            at=NOON,
        )
    both = customers.Contact(email="a@posta.example", phone="+905320000001", verified=True)
    known = customers.recognise(brand_id=world.brand.id, contact=both, by=by, at=LATER)
    assert known.email == "a@posta.example"
    assert LikelySame.objects.get().kind == IdentityKind.PHONE


def test_a_program_that_writes_for_either_is_recognised(world, pair, by):
    join(pair[1].customer_id, pair[0].customer_id, by)
    receipt = channels.receive(
        inbound=InboundMessage(
            brand_id=world.brand.id,
            channel="api",
            sender=Sender("Hakan", "hakan@posta.example", ""),
            subject="Yine ben",
            text="Merhaba",
            topic="PAY-WD",
            received_at=LATER,
        ),
        by=Actor.system("test"),
        at=LATER,
    )
    assert load(receipt.case_id).customer_id == pair[0].customer_id
