"""Traces at the desk: asked, seen beside the case with both clocks, answered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.money.models import ProviderTrace
from tests.world import make_case


@pytest.fixture
def case(world):
    return make_case(world, at=timezone.now())


def due(hours: int) -> str:
    return f"{timezone.localtime() + timedelta(hours=hours):%Y-%m-%dT%H:%M}"


def test_it_is_asked_shown_with_both_clocks_and_answered(sign_in, case):
    client, place = sign_in("deniz"), f"/desk/cases/{case.number}/traces/"
    sent = {"provider": "Papara", "reference": "TRX-20481937", "due_at": due(48)}
    assert client.post(place, sent | {"due_at": due(-1)}).status_code == 422
    assert client.post(place, sent).status_code == 303
    assert client.post(place, sent).status_code == 409
    said = client.get(place).content.decode()
    assert "TRX-20481937" in said
    assert 'data-state="calm"' in said
    assert "TRX-20481937" in client.get(f"/desk/cases/{case.number}/account/").content.decode()
    trace = ProviderTrace.objects.get()
    assert client.post(f"{place}{trace.id}/", {"result": "paid"}).status_code == 422
    assert client.post(f"{place}{trace.id}/", {"result": "paid", "answer": "EFT 4471"}).status_code == 303
    assert client.post(f"{place}{trace.id}/", {"result": "paid", "answer": "x"}).status_code == 409
    assert client.post(f"{place}1/", {"result": "paid", "answer": "x"}).status_code == 404
    assert sign_in("gul").post(place, sent).status_code == 403
