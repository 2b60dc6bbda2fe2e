"""A brand that promises calls: a telephone with office hours, and the promise with its clock."""

import json

from muhatap.brands import queries
from muhatap.brands.models import CharterVersion
from muhatap.calendars.models import Calendar
from muhatap.promises import rules
from muhatap.promises.models import Promise
from tests.world import NOON, OFFICE, World


def promise_calls(world: World, limit: str = "2bh", per_hour: int = 4) -> World:
    """Let the world's brand promise to call within `limit`, so many calls for each hour."""
    brand = world.brand
    calendar, _ = Calendar.objects.get_or_create(brand=brand, name="calls", defaults={"schedule": OFFICE})
    brand.channels = {
        **brand.channels,
        "phone": {"name": {"en": "Telephone"}, "calendar": "calls", "callbacks_per_hour": per_hour},
    }
    brand.save(update_fields=["channels"])
    said = {"promises": [{"id": "callback", "clock": "callback", "limit": limit}], "channels": brand.channels}
    CharterVersion.objects.create(
        brand=brand, number=brand.charter_number, text="", said=json.dumps(said), applied_at=NOON
    )
    Promise.objects.create(
        brand=brand,
        code="callback",
        clock="callback",
        names={"tr": "Sizi ararız", "en": "We call you"},
        limit=limit,
        calendar=calendar,
        schedule=OFFICE,
        ladder=[{"at": "100", "do": ["tell"], "to": "supervisor", "tell_customer": True}],
        position=90,
    )
    queries._said.cache_clear()
    rules._rules.cache_clear()
    return world
