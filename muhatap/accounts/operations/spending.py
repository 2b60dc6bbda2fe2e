"""Each code of an authenticator app opens the desk once, whichever process it reaches."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from muhatap.accounts.models import Staff
from muhatap.accounts.totp import step_of
from muhatap.audit.recording import unit_of_work
from muhatap.kernel.actors import Actor


def spend_code(*, staff: Staff, code: str, by: Actor, at: datetime) -> bool:
    """Spend a code that is valid at this moment; False when it or a later one was spent (RFC 6238, 5.2)."""
    with unit_of_work():
        factor = (
            Authenticator.objects.select_for_update().filter(user=staff, type=Authenticator.Type.TOTP).first()
        )
        step = step_of(factor, code, at) if factor else None
        if factor is None or step is None or step <= factor.data.get("spent_step", -1):
            return False
        factor.data = {**factor.data, "spent_step": step}
        factor.save(update_fields=["data"])
    return True
