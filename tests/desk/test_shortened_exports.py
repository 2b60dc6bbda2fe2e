"""Who sees no addresses takes none along: every export of the desk is walked as an auditor."""

from itertools import pairwise

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from hypothesis import given
from hypothesis import strategies as st

from muhatap.accounts.queries import Scope
from muhatap.accounts.roles import Role
from muhatap.cases.models import Case
from muhatap.customers.models import Customer
from muhatap.desk.access.shortening import shorten_contacts
from muhatap.desk.urls import urlpatterns
from tests.complaints import telling as tell

MAIL, PHONE = "gizli.kisi@posta.example", "+905321112233"
TEXT = f"no,name,phone\n1,{MAIL},{PHONE}\n2,x,{PHONE}\nlast {MAIL}"
AUDITOR, AGENT = (Scope(1, {1: role}, frozenset(), frozenset()) for role in (Role.AUDITOR, Role.AGENT))


def taken(scope, pieces, kind="text/csv; charset=utf-8"):
    response = StreamingHttpResponse(iter(pieces), content_type=kind)
    shorten_contacts(response, scope)
    return b"".join(response.streaming_content).decode()


class TestStreams:
    @given(st.lists(st.integers(0, len(TEXT.encode())), max_size=8))
    def test_wherever_the_pieces_are_cut_nothing_slips_through(self, cuts):
        data, places = TEXT.encode(), [0, *sorted(cuts), len(TEXT.encode())]
        got = taken(AUDITOR, [data[a:b] for a, b in pairwise(places)])
        assert MAIL not in got
        assert PHONE not in got
        assert got.count("g•••@posta.example") == 2

    def test_json_lines_too_and_nobody_else_loses_anything(self):
        line = f'{{"mail": "{MAIL}"}}\n'
        assert MAIL not in taken(AUDITOR, [line.encode()], "application/x-ndjson")
        assert taken(AGENT, [TEXT.encode()]) == TEXT

    def test_bytes_that_are_no_text_stay_whole(self):
        response = HttpResponse(b"\xff\xfe", content_type="application/pdf")
        shorten_contacts(response, AUDITOR)
        assert response.content == b"\xff\xfe"


@pytest.mark.django_db
def test_an_auditor_takes_no_address_along_from_any_export(world, sign_in):
    case = tell.triaged(world).case
    Case.objects.filter(id=case.id).update(subject=f"{MAIL} {PHONE}")
    Customer.objects.filter(id=case.customer_id).update(name=MAIL, email=MAIL, phone=PHONE)
    exports = [f"/desk/{each.pattern}" for each in urlpatterns if str(each.pattern).endswith("export/")]
    assert len(exports) >= 3
    client, taken_along = sign_in("gul"), 0
    for address in exports:
        for method in (client.get, client.post):
            answer = method(address, {"format": "json", "days": "365"})
            said = answer.getvalue().decode(errors="replace")
            assert MAIL not in said, address
            assert PHONE not in said, address
            taken_along += "Content-Disposition" in answer.headers
    assert taken_along >= 3
