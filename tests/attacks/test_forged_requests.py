"""Forms sent from other sites, redirects to them, and mailed links that lead to them."""

import pytest
from django.conf import settings as django_settings
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from muhatap.portal.models import MailedLink
from muhatap.portal.queries import address_of
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
VALUES = {"brand": "nehir", "topic": "PAY-WD", "number": "26-00000-00000", "draft": 1, "message": 1}


def addresses(patterns=None, before: str = "") -> list[str]:
    """Every address of the desk with something in its places, the API's left out."""
    found = []
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        place = before + str(entry.pattern).lstrip("^")
        if place.startswith(("api/", "^api")):
            continue
        if isinstance(entry, URLResolver):
            found += addresses(entry.url_patterns, place)
        elif isinstance(entry, URLPattern):
            while "<" in place:
                start, end = place.index("<"), place.index(">")
                name = place[start + 1 : end].rpartition(":")[2]
                place = place[:start] + str(VALUES.get(name, "x")) + place[end + 1 :]
            found.append("/" + place.rstrip("$"))
    return found


def test_no_form_is_taken_from_another_site(shop, sign_in):
    desk = sign_in("pelin")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.cookies
    paths = addresses()
    assert len(paths) > 40
    for path in paths:
        # Doors of other systems take no cookie, only a signature: without one they answer 401.
        refused = {401} if path.startswith("/hooks/") else {403, 404, 405}
        assert strict.post(path, {"x": "y"}).status_code in refused | {404, 405}, path
        for origin in ("https://evil.example", "null"):
            answer = strict.post(path, {"x": "y"}, headers={"origin": origin})
            assert answer.status_code in refused | {404, 405}, (path, origin)


def test_nobody_is_signed_in_by_another_site(world):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/staff/login/", {"login": "deniz@nehir.example", "password": PASSWORD})
    assert answer.status_code == 403
    assert django_settings.SESSION_COOKIE_NAME not in strict.cookies


def test_reading_changes_nothing(own_case, visitor, sign_in):
    desk, place = sign_in("pelin"), f"/desk/cases/{own_case.number}/"
    before = type(own_case).objects.filter(id=own_case.id).values().get()
    for path in ("reply/", "note/", "draft/", "take/", "hand-over/", "escalate/", "status/", "properties/"):
        # Where a form was opened by its address, the way leads back to the case.
        assert desk.get(place + path).status_code in {303, 405}, path
    for path in ("reply/", "solved/", "leave/"):
        assert visitor.get(f"/nehir/cases/{own_case.number}/{path}").status_code == 405, path
    after = type(own_case).objects.filter(id=own_case.id).values().get()
    assert after == before


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "/%09/evil.example",
    "http:///evil.example",
    "https://testserver@evil.example/",
    "\thttps://evil.example",
    "/\t/evil.example",
)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_page_sends_anybody_elsewhere(shop, visitor, sign_in, target):
    desk = sign_in("pelin")
    desk.post("/i18n/setlang/", {"language": "en", "next": target})
    answers = [
        visitor.post("/i18n/setlang/", {"language": "en", "next": target}),
        desk.get("/staff/login/", {"next": target}),
        desk.post("/staff/logout/", {"next": target}),
        visitor.post("/nehir/track/", {"next": target, "number": target}),
        visitor.get(f"/desk/?next={target}"),
        visitor.get("/nehir/", {"next": target, "lang": target}),
    ]
    for answer in answers:
        where = answer.headers.get("Location", "/")
        assert where.startswith("/"), where
        assert not where.startswith(("//", "/\\")), where


def test_the_way_back_after_sign_in_is_a_page_of_the_desk(world, client):
    for path in ("/desk/x%0d%0aSet-Cookie:%20a=b", "/desk//evil.example", "/desk/%3Fnext=//evil.example"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/staff/login/?next=/desk/")
        assert "\r" not in answer.headers["Location"]
        assert "Set-Cookie" not in answer.headers


@override_settings(ALLOWED_HOSTS=["*"], MUHATAP_ORIGIN="https://destek.example")
def test_mailed_links_lead_to_our_own_address(own_case, shop):
    stranger = Client(headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
    form = {"number": own_case.number, "email": "elif@posta.example"}
    assert stranger.post("/nehir/track/link/", form).status_code == 200
    link = MailedLink.objects.get()
    assert address_of(link).startswith("https://destek.example/nehir/track/link/")
