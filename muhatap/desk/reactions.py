"""What follows across domains: alarms about access, skills by certificate, improvements by alert."""

from datetime import datetime

from muhatap.accounts.events import DeviceSeen, FactorsTakenOff, GlassBroken, GlassReviewed
from muhatap.desk.operations import alarming, certifying, improving
from muhatap.kernel.actors import Actor
from muhatap.quality.events import CertificateIssued, CertificateRevoked
from muhatap.reports.events import BoundLeft

_WATCH = Actor.system("watch")


def tell_of_glass(fact: GlassBroken, *, by: Actor, at: datetime, event_id: int) -> None:
    """Tell supervisors and compliance that a case was opened in an emergency."""
    alarming.tell_of_glass(glass_id=fact.glass, key=f"glass:{event_id}", by=_WATCH, at=at)


def tell_of_judgement(fact: GlassReviewed, *, by: Actor, at: datetime, event_id: int) -> None:
    """Tell her who opened it how it was judged."""
    alarming.tell_of_judgement(glass_id=fact.glass, key=f"judged:{event_id}", by=_WATCH, at=at)


def tell_of_device(fact: DeviceSeen, *, by: Actor, at: datetime, event_id: int) -> None:
    """Tell a person that she signed in from somewhere new."""
    alarming.tell_of_device(
        staff_id=fact.staff,
        device=fact.device,
        network=fact.network,
        key=f"device:{event_id}",
        by=_WATCH,
        at=at,
    )


def tell_of_factors(fact: FactorsTakenOff, *, by: Actor, at: datetime, event_id: int) -> None:
    """Tell a person, compliance and the administrators that her factors were taken off."""
    alarming.tell_of_factors(
        staff_id=fact.staff, brand_id=fact.brand, key=f"factors:{event_id}", by=_WATCH, at=at
    )


def follow_certificate(fact: CertificateIssued, *, by: Actor, at: datetime) -> None:
    """Whoever is certified has the skill that routing asks for, up to the last day of the certificate."""
    certifying.give_certified_skill(brand=fact.brand, staff=fact.staff, skill=fact.skill, by=by, at=at)


def follow_revocation(fact: CertificateRevoked, *, by: Actor, at: datetime) -> None:
    """Whose certificate was revoked has the skill only as far as another one holds."""
    certifying.give_certified_skill(brand=fact.brand, staff=fact.staff, skill=fact.skill, by=by, at=at)


def improve_on_alert(fact: BoundLeft, *, by: Actor, at: datetime, event_id: int) -> None:
    """A measure that left its limits opens an improvement of whoever answers for it."""
    improving.open_for_alert(alert=fact.alert, by=by, at=at)
