"""Setting how roles come to the desk, and helping those back in who lost their factors."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_network

from allauth.mfa.models import Authenticator

from muhatap.accounts.access_rules import forget_rule
from muhatap.accounts.events import AccessRuleSet, FactorsTakenOff
from muhatap.accounts.models import AccessRule, EnrolmentCode, Staff, Visit
from muhatap.accounts.operations.attending import end_visits
from muhatap.accounts.roles import Role
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor

CODE_LIVES = timedelta(hours=24)
_TRIES = 5
# No letters or digits that look alike; 12 of 31 are 59 bits.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class WrongNetwork(ValueError):
    """What was written is no network, such as 203.0.113.0/24."""


@dataclass(frozen=True, slots=True)
class NewRule:
    """What a rule asks; 0 stands for what the desk does by itself."""

    needs_passkey: bool = False
    grace_days: int = 0
    idle_minutes: int = 0
    longest_hours: int = 0
    networks: tuple[str, ...] = ()


def set_access_rule(
    *, brand: Brand, role: Role, rule: NewRule, staff: Staff | None, by: Actor, at: datetime
) -> AccessRule:
    """Set how people of a role come to the desk of a brand; the clock of grace starts anew."""
    try:
        networks = tuple(str(ip_network(each, strict=False)) for each in rule.networks)
    except ValueError as error:
        raise WrongNetwork(str(error)) from error
    about = {
        "needs_passkey": rule.needs_passkey,
        "grace_days": rule.grace_days,
        "idle_minutes": rule.idle_minutes,
        "longest_hours": rule.longest_hours,
    }
    with unit_of_work():
        kept, _ = AccessRule.objects.update_or_create(
            brand=brand,
            role=role,
            defaults={**about, "networks": list(networks), "set_at": at, "set_by": staff},
        )
        record(AccessRuleSet(brand=brand.id, role=role, networks=networks, **about), by=by, at=at)
    forget_rule(kept.id)
    return kept


def take_off_factors(*, staff: Staff, brand: Brand, proof: str, by: Actor, at: datetime) -> str:
    """Take all factors off and end all sessions; returns the code by which she sets up a new one in a day."""
    clear = "".join(secrets.choice(_LETTERS) for _ in range(12))
    with unit_of_work():
        Authenticator.objects.filter(user=staff).delete()
        EnrolmentCode.objects.update_or_create(
            staff=staff,
            defaults={
                "digest": _digest(clear),
                "tries": 0,
                "made_at": at,
                "expires_at": at + CODE_LIVES,
            },
        )
        end_visits(
            staff=staff, visits=list(Visit.objects.filter(staff=staff, ended_at__isnull=True)), by=by, at=at
        )
        record(FactorsTakenOff(brand=brand.id, staff=staff.pk, proof=proof), by=by, at=at)
    return f"{clear[:4]}-{clear[4:8]}-{clear[8:]}"


def redeem_enrolment_code(*, staff: Staff, code: str, by: Actor, at: datetime) -> bool:
    """Whether this is the code that she was given; five wrong ones end it."""
    written = "".join(each for each in code.upper() if each in _LETTERS)
    with unit_of_work():
        kept = EnrolmentCode.objects.select_for_update().filter(staff=staff).first()
        if kept is None or kept.tries >= _TRIES or at >= kept.expires_at:
            return False
        if secrets.compare_digest(kept.digest, _digest(written)):
            return True
        kept.tries += 1
        kept.save(update_fields=["tries"])
    return False


def forget_enrolment_code(*, staff: Staff, by: Actor, at: datetime) -> None:
    """She has a new factor, so the code is over."""
    with unit_of_work():
        EnrolmentCode.objects.filter(staff=staff).delete()


def _digest(clear: str) -> str:
    return hashlib.sha256(clear.encode()).hexdigest()
