"""Keys of programs in the demo, one of which waits for a second person as another role does."""

from datetime import datetime, timedelta

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.desk.access.asked import NewKey
from muhatap.desk.operations import granting
from muhatap.kernel.actors import Actor


def make_keys(brand: Brand, staff: dict[str, Staff], at: datetime) -> None:
    """Two keys, used and unused, a wish to write, and a wish for another role."""
    by = Actor.staff(staff["arda@nehir.example"].pk)
    reading = NewKey("Raporlama", ("cases:read", "events:read"), 180, ("203.0.113.0/24",), "quality")
    token, _clear = granting.make_key(brand=brand, key=reading, by=by, at=at - timedelta(days=21))
    accounts.note_token_use(token=token, by=Actor.token(token.id), at=at - timedelta(minutes=14))
    writing = NewKey("Depo yazılımı", ("cases:read", "tasks:read", "tasks:answer"), 90)
    granting.make_key(brand=brand, key=writing, by=by, at=at - timedelta(hours=3))
    granting.ask_role(
        brand=brand,
        person=staff["deniz@nehir.example"],
        role="supervisor",
        reason="Aralık ayında vardiya sorumlusu olacak",
        by=by,
        at=at - timedelta(hours=2),
    )
