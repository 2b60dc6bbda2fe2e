"""Fixtures that every test may use; each plugin below says what it gives."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.house.databases",
    "tests.house.network",
    "tests.house.browser",
    "tests.house.again",
    "tests.house.order",
    "tests.world.fixtures",
]

settings.register_profile(
    "quick", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "full", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("MUHATAP_TEST_PROFILE", "quick"))
