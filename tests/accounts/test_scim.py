"""A brand’s directory by SCIM 2.0: accounts, roles by groups, and the wall to other brands."""

import json
from contextlib import suppress

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from muhatap.accounts import operations as accounts
from muhatap.accounts.directory_reading import PATCH, Unread, filter_in, group_change, person_change
from muhatap.accounts.models import ApiToken, DirectoryPerson, Membership, Staff
from muhatap.accounts.roles import Role
from muhatap.kernel.actors import Actor
from tests.accounts.conftest import BY

ROOT = "/api/scim/v2"
SELMA = {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
    "userName": "selma@nehir.example",
    "name": {"givenName": "Selma", "familyName": "Koç"},
    "externalId": "ad-7",
    "active": True,
}


class Directory:
    """Calls as a directory makes them."""

    def __init__(self, brand, scopes=("directory:write",)) -> None:
        self.clear = accounts.create_token(brand=brand, name="AD", scopes=scopes, by=BY, at=timezone.now())[1]

    def __call__(self, method: str, place: str, body=None, **query):
        about = {"data": json.dumps(body), "content_type": "application/scim+json"} if body else query
        headers = {"Authorization": f"Bearer {self.clear}"}
        return getattr(Client(), method)(f"{ROOT}{place}", headers=headers, **about)

    def group(self, name: str, *members: str) -> str:
        found = self(
            "post", "/Groups", {"displayName": name, "members": [{"value": each} for each in members]}
        )
        return found.json()["id"]


@pytest.fixture
def directory(world):
    return Directory(world.brand)


def patch(*operations):
    return {"schemas": [PATCH], "Operations": list(operations)}


@pytest.mark.django_db
class TestPeople:
    def test_one_is_made_found_changed_and_stopped(self, world, directory):
        made = directory("post", "/Users", SELMA)
        assert made.status_code == 201
        assert made.headers["Content-Type"] == "application/scim+json"
        place = made.headers["Location"].removeprefix(ROOT)
        assert made.json()["displayName"] == "Selma Koç"
        found = directory("get", "/Users", filter='userName eq "SELMA@nehir.example"').json()
        assert (found["totalResults"], found["Resources"][0]["externalId"]) == (1, "ad-7")
        directory("patch", place, patch({"op": "Replace", "path": "displayName", "value": "Selma Demir"}))
        directory("patch", place, patch({"op": "replace", "value": {"active": "False"}}))
        selma = Staff.objects.get(email="selma@nehir.example")
        assert (selma.name, selma.is_active) == ("Selma Demir", False)
        assert directory("get", place).json()["active"] is False
        directory("put", place, SELMA)
        selma.refresh_from_db()
        assert (selma.name, selma.is_active) == ("Selma Koç", True)
        assert directory("delete", place).status_code == 204
        selma.refresh_from_db()
        assert not selma.is_active
        assert directory("get", place).status_code == 404

    def test_stopping_ends_role_sessions_and_tokens(self, world, directory):
        deniz = world.staff["deniz"]
        made = directory("post", "/Users", SELMA | {"userName": deniz.email}).json()
        accounts.create_token(
            brand=world.brand, name="hers", scopes=["cases:read"], by=Actor.staff(deniz.pk), at=timezone.now()
        )
        client = Client()
        client.force_login(deniz)
        accounts.begin_visit(
            staff=deniz,
            session_key=client.session.session_key,
            device="",
            network="",
            by=BY,
            at=timezone.now(),
        )
        directory("patch", f"/Users/{made['id']}", patch({"op": "replace", "path": "active", "value": False}))
        assert not client.session.keys()
        assert not Membership.objects.filter(staff=deniz).exists()
        assert ApiToken.objects.get(name="hers").revoked_at is not None

    def test_two_cannot_have_one_address(self, directory):
        directory("post", "/Users", SELMA)
        again = directory("post", "/Users", SELMA)
        assert (again.status_code, again.json()["scimType"]) == (409, "uniqueness")

    @pytest.mark.parametrize(
        "body", [{"userName": "x"}, {"active": True}, SELMA | {"active": "maybe"}, {"Operations": []}]
    )
    def test_what_cannot_be_read_is_refused(self, directory, body):
        assert directory("post", "/Users", body).status_code == 400
        assert not DirectoryPerson.objects.exists()


@pytest.mark.django_db
class TestGroups:
    def test_groups_give_and_take_role_and_team(self, world, directory):
        user = directory("post", "/Users", SELMA).json()["id"]
        selma = Staff.objects.get(email="selma@nehir.example")
        role = directory.group("agent", user)
        team = directory.group("team:payments", user)
        assert selma.memberships.get().role == Role.AGENT
        assert [each.code for each in selma.teams.all()] == ["payments"]
        out = patch({"op": "remove", "path": f'members[value eq "{user}"]'})
        directory("patch", f"/Groups/{team}", out)
        assert selma.teams.count() == 0
        directory(
            "patch", f"/Groups/{role}", patch({"op": "replace", "path": "displayName", "value": "auditor"})
        )
        directory(
            "patch", f"/Groups/{role}", patch({"op": "add", "path": "members", "value": [{"value": user}]})
        )
        assert selma.memberships.get().role == Role.AUDITOR
        directory("delete", f"/Groups/{role}")
        assert not selma.memberships.exists()


@pytest.mark.django_db
class TestTheWall:
    def test_the_directory_of_another_brand_sees_and_takes_nothing(self, world, directory):
        user = directory("post", "/Users", SELMA).json()["id"]
        group = directory.group("agent", user)
        other = Directory(world.other_brand)
        for place in (f"/Users/{user}", f"/Groups/{group}"):
            for method in ("get", "put", "patch", "delete"):
                body = (
                    None
                    if method in {"get", "delete"}
                    else SELMA | {"displayName": "x"} | patch({"op": "add"})
                )
                assert other(method, place, body).status_code == 404, (method, place)
        assert other("get", "/Users").json()["totalResults"] == 0
        assert other("post", "/Users", SELMA).status_code == 409
        theirs = other.group("admin", user)
        assert other("get", f"/Groups/{theirs}").json()["members"] == []
        assert Membership.objects.get(staff__email="selma@nehir.example").role == Role.AGENT

    def test_a_token_without_the_scope_and_none_at_all_are_refused(self, world):
        assert Directory(world.brand, ["cases:read"])("get", "/Users").status_code == 403
        bare = Client().get(f"{ROOT}/Users")
        assert bare.status_code == 401
        assert bare.headers["WWW-Authenticate"].startswith("Bearer")

    def test_what_there_is_is_said(self, directory):
        assert directory("get", "/ServiceProviderConfig").json()["patch"] == {"supported": True}
        assert directory("get", "/ResourceTypes").json()["totalResults"] == 2
        assert directory("post", "/ResourceTypes", {"x": 1}).status_code == 405


class TestReading:
    @given(
        st.recursive(st.none() | st.booleans() | st.text(max_size=9), lambda each: st.lists(each, max_size=3))
    )
    def test_whatever_is_sent_is_read_or_refused(self, value):
        for read in (person_change, group_change):
            for path in ("members", "active", "userName", "displayName", ""):
                with suppress(Unread):
                    read({"Operations": [{"op": "add", "path": path, "value": value}]})

    @pytest.mark.parametrize(
        "text", ['userName co "x"', "x", 'password eq "x"', 'userName eq "x" or id eq "1"']
    )
    def test_other_filters_are_refused(self, text):
        with pytest.raises(Unread):
            filter_in(text, ("userName",))
