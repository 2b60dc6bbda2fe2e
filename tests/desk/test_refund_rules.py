"""A refund proposed on the page of a complaint says what was paid, and shows which rule holds."""

from muhatap.money.operations import judging
from tests.complaints import telling as tell
from tests.complaints.test_redress import set_terms
from tests.complaints.test_refund_rules import RULES


def test_the_page_takes_the_payment_and_shows_what_became_of_each_rule(world, sign_in, monkeypatch):
    set_terms(world)
    complaint = tell.investigated(world)
    monkeypatch.setattr(judging, "refund_rules_in", lambda brand, number=None: RULES)
    monkeypatch.setattr("muhatap.desk.complaints.redress.refund_rules_in", lambda brand, number=None: RULES)
    place, client = f"/desk/cases/{complaint.case.number}/complaint/", sign_in("deniz")
    form = {"kind": "fee_refund", "currency": "TRY", "words": "Komisyon", "nature": "fee", "method": "card"}
    form |= {"paid_on": "2026-11-08", "paid": "200"}
    refused = client.post(f"{place}remedy/", form | {"amount": "150"})
    assert refused.status_code == 422
    assert client.post(f"{place}remedy/", form | {"amount": "100"}).status_code == 303
    page = client.get(place).content.decode()
    assert "Komisyon iadesi" in page
    assert "Genel iade:" in page
    assert client.post(f"{place}remedy/", form | {"amount": "1", "nature": "x"}).status_code == 422
