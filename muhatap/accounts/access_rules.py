"""How people of a role come to the desk: networks, the passkey, and how long a session lives."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from muhatap.accounts.models import AccessRule, Staff
from muhatap.kernel.networks import is_within

# Where no rule says otherwise; the cookie ends after twelve hours of itself.
IDLE = timedelta(hours=4)
LONGEST = timedelta(hours=12)
_KNOWN_FOR = 30.0


@dataclass(frozen=True, slots=True)
class Terms:
    """What all rules of a person's roles together ask: the strictest of each."""

    idle: timedelta = IDLE
    longest: timedelta = LONGEST
    networks: tuple[tuple[str, ...], ...] = ()
    # From when a passkey is needed; None where a code of an app is enough.
    passkey_from: datetime | None = None

    def lets_in(self, address: str) -> bool:
        """Whether the address lies in the networks of every rule that names some."""
        return all(is_within(address, named) for named in self.networks)


def terms_of(rules: Iterable[AccessRule], joined: datetime) -> Terms:
    """The strictest terms of these rules, for an account made at this moment."""
    terms = Terms()
    for rule in rules:
        idle = timedelta(minutes=rule.idle_minutes) or terms.idle
        longest = timedelta(hours=rule.longest_hours) or terms.longest
        needed = max(rule.set_at, joined) + timedelta(days=rule.grace_days) if rule.needs_passkey else None
        terms = Terms(
            idle=min(terms.idle, idle),
            longest=min(terms.longest, longest),
            networks=(*terms.networks, tuple(rule.networks)) if rule.networks else terms.networks,
            passkey_from=min(filter(None, (terms.passkey_from, needed)), default=None),
        )
    return terms


def terms_for(staff: Staff, rule_ids: tuple[int, ...]) -> Terms:
    """The terms of a person for whose roles these rules were set; a changed rule holds in 30 seconds."""
    return terms_of((_rule(each) for each in rule_ids), staff.date_joined) if rule_ids else Terms()


_known: dict[int, tuple[float, AccessRule]] = {}


def _rule(rule_id: int) -> AccessRule:
    now, known = time.monotonic(), _known.get(rule_id)
    if known is None or now - known[0] > _KNOWN_FOR:
        known = _known[rule_id] = now, AccessRule.objects.get(id=rule_id)
    return known[1]


def forget_rule(rule_id: int) -> None:
    """Stop remembering a rule in this process, at once."""
    _known.pop(rule_id, None)
