"""Agents who are signed in, and a queue that gives out its cases."""

from datetime import datetime

import pytest

from muhatap.accounts.models import Visit
from muhatap.accounts.roles import Role
from muhatap.kernel.actors import Actor
from muhatap.routing import operations as routing
from muhatap.routing.rules import Strategy
from tests.world import NOON, make_staff

BY = Actor.system("test")


@pytest.fixture
def at_work(world):
    """A function that signs these people in; who is not known yet joins a team."""

    def here(*logins: str, at: datetime = NOON, team: str = "payments"):
        for login in logins:
            if login not in world.staff:
                email = f"{login}@nehir.example"
                world.staff[login] = make_staff(world.brand, email, login.title(), Role.AGENT)
                world.teams[team].members.add(world.staff[login])
            Visit.objects.update_or_create(
                session_key=login, defaults={"staff": world.staff[login], "begun_at": at, "seen_at": at}
            )
        return [world.staff[login] for login in logins]

    return here


@pytest.fixture
def routed(world):
    """The queue for payments, which gives out its cases in turn and takes them back after 15 minutes."""
    queue = world.queues["payments"]
    routing.set_queue(
        queue=queue, is_on=True, strategy=Strategy.ROUND_ROBIN, return_minutes=15, by=BY, at=NOON
    )
    return queue
