"""What the bar and the palette offer opens for whoever it is offered to."""

import re

import pytest

from muhatap.accounts.roles import Role
from tests.world import make_case, make_staff

OFFERED = re.compile(r'(?:data-go|href)="(/desk/[^"#]*)"')


@pytest.mark.parametrize("role", Role)
def test_every_place_that_is_offered_opens(world, client, role):
    make_case(world)
    member = make_staff(world.brand, f"{role}-olan@nehir.example", "Can Er", role)
    client.force_login(member)
    session = client.session
    session["second_factor_passed"] = member.pk
    session.save()
    page = client.get("/desk/", follow=True)
    assert page.status_code == 200
    places = sorted({place.replace("&amp;", "&") for place in OFFERED.findall(page.content.decode())})
    assert len(places) > 5
    shut = {place: code for place in places if (code := client.get(place, follow=True).status_code) != 200}
    assert not shut
