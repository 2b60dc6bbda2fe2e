"""Staff at the desk: clients and browsers that are signed in with two factors."""

import pytest
from django.conf import settings
from django.test import Client


@pytest.fixture
def sign_in(world):
    """A function that gives a client signed in as one of the staff, by login, or as the stranger."""

    def enter(login: str) -> Client:
        staff = world.stranger if login == "stranger" else world.staff[login]
        client = Client()
        client.force_login(staff)
        session = client.session
        session["second_factor_passed"] = staff.pk
        session.save()
        return client

    return enter


@pytest.fixture
def browse_as(sign_in, live_server):
    """A function that puts the session of a member of staff into a browser page."""

    def enter(page, login: str):
        cookie = sign_in(login).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return enter
