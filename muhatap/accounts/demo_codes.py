"""The current code of a demo account, shown where nobody but the person at this machine can see it."""

import ipaddress
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from muhatap.accounts import queries
from muhatap.accounts.models import Staff
from muhatap.accounts.totp import code_at, current_step


def demo_code(staff: Staff, at: datetime) -> str | None:
    """Six digits that are valid now, for a demo account in an installation without real staff; else None."""
    if not staff.is_demo or not queries.has_only_demo_staff():
        return None
    factor = Authenticator.objects.filter(user=staff, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return None
    # A code opens once: who signs in again within half a minute gets the next one, which is valid already.
    step = current_step(at)
    return code_at(factor, step + 1 if factor.data.get("spent_step") == step else step)


def is_at_this_machine(request: HttpRequest) -> bool:
    """Whether a request names a loopback address, comes from one, and no proxy stands between."""
    forwarded = {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"} & request.META.keys()
    host = request.get_host()
    name = host.partition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
    return not forwarded and _is_loopback(name) and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
