"""Who wants to hear of incidents: asked, confirmed from the mailbox, ended at a word."""

from datetime import datetime, timedelta

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.incidents.models import Follower
from muhatap.kernel.actors import Actor

# An address that nobody confirmed is forgotten.
UNCONFIRMED_FOR = timedelta(days=2)


def ask_to_follow(*, brand: Brand, email: str, language: str, by: Actor, at: datetime) -> Follower | None:
    """Keep an address until it is confirmed; None where it is confirmed already."""
    with unit_of_work():
        Follower.objects.filter(confirmed_at__isnull=True, asked_at__lt=at - UNCONFIRMED_FOR).delete()
        row, is_new = Follower.objects.get_or_create(
            brand=brand, email=email.strip().lower(), defaults={"language": language, "asked_at": at}
        )
        if not is_new and row.confirmed_at is None:
            row.asked_at, row.language = at, language
            row.save(update_fields=["asked_at", "language"])
    return row if row.confirmed_at is None else None


def confirm_follower(*, follower: Follower, by: Actor, at: datetime) -> None:
    """Begin to tell an address, after its mailbox answered."""
    Follower.objects.filter(id=follower.id, confirmed_at__isnull=True).update(confirmed_at=at)


def stop_following(*, follower: Follower, by: Actor, at: datetime) -> None:
    """Forget an address at once."""
    Follower.objects.filter(id=follower.id).delete()
