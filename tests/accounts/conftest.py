"""Staff who have set up their second factor, and a clean slate for rate limits."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.kernel.actors import Actor

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "deneme-parola"
BY = Actor.system("test")


@pytest.fixture(autouse=True)
def forget_attempts():
    """Rate limits and used codes of one test do not reach the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def deniz(world):
    """An agent with an authenticator app."""
    member = world.staff["deniz"]
    accounts.enrol_totp(staff=member, secret=SECRET, by=BY, at=timezone.now())
    return member
