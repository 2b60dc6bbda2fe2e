"""Every address of the desk: no role of another brand gets in, and nothing breaks whatever is asked."""

import pytest
from django.db import connection
from django.test import Client

from muhatap.accounts.roles import Role
from muhatap.desk.urls import urlpatterns
from tests.desk.named_objects import objects_of
from tests.world import make_case, make_staff

pytestmark = pytest.mark.django_db

WITH_OBJECTS = [each for each in urlpatterns if each.pattern.converters]
WITHOUT_OBJECTS = [each for each in urlpatterns if not each.pattern.converters]
# What every brand has alike, so that one's own page answers; test_insights sees that it is one's own.
OF_NOBODY = {"measure"}
OPEN_TO_ALL = [f"/desk/{each.pattern}" for each in WITHOUT_OBJECTS] + ["/desk/insights/cases_received/"]
HUGE = 10**30
# Rows that every visit writes, whoever comes.
VISITS = {"accounts_visit", "django_session", "audit_publication", "audit_stream"}
REFUSED = "access.refused"


@pytest.fixture
def theirs(world):
    """What the addresses can name, all of it of one brand."""
    return objects_of(world)


@pytest.fixture
def strangers(world):
    """A client for every role of the other brand."""
    return {
        role: _signed_in(make_staff(world.other_brand, f"{role}@liman.example", role.title(), role))
        for role in Role
    }


def _signed_in(staff) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(staff)
    session = client.session
    session["second_factor_passed"] = staff.pk
    session.save()
    return client


def _address(pattern, ids) -> str:
    route = str(pattern.pattern)
    for name in pattern.pattern.converters:
        kind = "path" if name == "place" else None
        for written in (f"<int:{name}>", f"<str:{name}>", f"<slug:{name}>", f"<{kind}:{name}>"):
            route = route.replace(written, str(ids[name]))
    return f"/desk/{route}"


def _counts() -> dict[str, int]:
    tables = [each for each in connection.introspection.table_names() if each not in VISITS]
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            # That somebody was refused is written down, and nothing else.
            only = f" WHERE kind <> '{REFUSED}'" if table == "audit_event" else ""
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"{only}')
            found[table] = cursor.fetchone()[0]
    return found


@pytest.mark.once
def test_no_role_of_another_brand_reaches_anything(theirs, strangers):
    before = _counts()
    wrong = []
    for pattern in (each for each in WITH_OBJECTS if not OF_NOBODY & set(each.pattern.converters)):
        address = _address(pattern, theirs)
        assert "<" not in address, address
        for role, client in strangers.items():
            for method in (client.get, client.post):
                status = method(address).status_code
                if status not in {403, 404, 405}:
                    wrong.append((method.__name__, role.value, address, status))
    assert wrong == []
    assert _counts() == before


def test_no_agent_of_another_team_reaches_a_case(theirs, world):
    # Of no team at all, so that none of the queues is hers.
    client = _signed_in(make_staff(world.brand, "uzak@nehir.example", "Uzak Er", Role.AGENT))
    before, wrong = _counts(), []
    for pattern in (each for each in WITH_OBJECTS if {"number"} & set(each.pattern.converters)):
        for method in (client.get, client.post):
            status = method(_address(pattern, theirs)).status_code
            if status not in {403, 404, 405}:
                wrong.append((method.__name__, str(pattern.pattern), status))
    assert wrong == []
    assert _counts() == before


def test_no_address_breaks_on_numbers_that_cannot_be(theirs, sign_in):
    strange = {key: HUGE if isinstance(value, int) else "ğ%00x" for key, value in theirs.items()}
    clients = [sign_in(login) for login in ("deniz", "mert", "pelin", "arda")]
    wrong = []
    for client, pattern in ((client, pattern) for client in clients for pattern in WITH_OBJECTS):
        client.raise_request_exception = False
        one_by_one = [{**theirs, name: strange[name]} for name in pattern.pattern.converters]
        for ids in one_by_one:
            for method in (client.get, client.post):
                answer = method(_address(pattern, ids))
                if answer.status_code >= 500:
                    wrong.append((method.__name__, _address(pattern, ids), str(answer.exc_info[1])[:90]))
    assert wrong == []


@pytest.mark.stricter
def test_no_page_breaks_on_whatever_it_is_asked(world, sign_in):
    make_case(world)
    odd = (
        "\0",
        "٣" * 18,
        "9" * 19,
        "0001-01-01",
        "9999-12-31",
        "0001-01-01T00:00",
        "9999-12-31T23:59",
        "(" * 500,
    )
    names = ("q", "text", "cursor", "page", "since", "until", "case", "with", "brand", "at", "queue", "saved")
    names += ("stage", "view", "days", "act", "macro", "priority", "severity", "order", "did", "from", "team")
    names += (
        "span",
        "trend",
        "only",
        "every",
        "measure",
        "owner",
        "high",
        "agent",
        "topic",
        "channel",
        "kind",
    )
    wrong = []
    for login in ("mert", "arda"):
        client = sign_in(login)
        client.raise_request_exception = False
        for address, value in ((address, value) for address in OPEN_TO_ALL for value in odd):
            for method in (client.get, client.post):
                answer = method(address, dict.fromkeys(names, value))
                if answer.status_code >= 500:
                    wrong.append((method.__name__, address, value[:9], str(answer.exc_info[1])[:90]))
    assert wrong == []
