"""Wherever something is asked, a line says what for, more of it unfolds, and the whole is near."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from muhatap.cases.keys import secret_of
from muhatap.privacy.uses import POINTS
from tests.portal.conftest import begin
from tests.world import make_case

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).parents[2] / "muhatap" / "portal" / "templates" / "portal"
# The widget says it by words of its own.
ELSEWHERE = {"chat"}
_ASKS = re.compile(r'<(?:textarea|input[^>]* type="(?:email|tel|file)")')
_FORM = re.compile(r"<form[^>]*method=\"post\".*?</form>", re.S)


def asked(page: str) -> bool:
    return any(_ASKS.search(form) for form in _FORM.findall(page))


def layers(page: str) -> set[str]:
    return set(re.findall(r'data-point="(\w+)"', page))


def test_every_point_has_its_place():
    written = "".join(path.read_text("utf-8") for path in TEMPLATES.rglob("*.html"))
    assert set(POINTS) - ELSEWHERE == set(re.findall(r'_why_asked.html" with point="(\w+)"', written))
    widget = Path("muhatap/channels/adapters/live_chat/widget/before.js").read_text("utf-8")
    assert "words.notice" in widget
    assert "setup.privacy" in widget


def test_a_walk_finds_it_wherever_something_is_asked(shop, visitor, new_client):
    case = make_case(shop, at=timezone.now() - timedelta(hours=2), language="en")
    form = begin(visitor)
    visitor.post("/nehir/track/", {"number": case.number, "secret": secret_of(case)})
    places = {
        form: "form",
        "/nehir/callback/": "callback",
        "/nehir/complaint/": "formal",
        "/nehir/locker/": "locker",
        "/nehir/account/": "account",
        "/nehir/track/": "track",
        "/nehir/status/": "status",
        "/nehir/assistant/": "assistant",
        "/nehir/charter/official/report/": "impostor",
        f"/nehir/cases/{case.number}/": "reply",
        f"/nehir/cases/{case.number}/documents/": "documents",
        f"/nehir/cases/{case.number}/survey/": "survey",
    }
    seen = {}
    for place, point in places.items():
        answer = visitor.get(place, follow=True)
        page = answer.content.decode()
        # A page that does not ask now leads on to another.
        if answer.status_code == 200 and not answer.redirect_chain:
            seen[point] = (asked(page), layers(page))
    assert {point for point, (asks, found) in seen.items() if asks and point not in found} == set()
    assert {"form", "formal", "account", "track", "status", "reply"} <= set(seen)


def test_it_has_three_layers(shop, visitor):
    page = visitor.get("/nehir/status/").content.decode()
    layer = page.split('data-point="status"')[1].split("</details>")[0]
    assert "only to write to you about incidents" in layer
    assert "your address is forgotten" in layer
    assert 'href="/nehir/privacy/"' in layer
    assert "2026-11" in layer
