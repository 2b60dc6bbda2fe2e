"""The current code of a demo account, shown where nobody but the person at this machine can see it."""

import ipaddress
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.http import HttpRequest

from muhatap.accounts import queries
from muhatap.accounts.models import Staff

_PERIOD_SECONDS = 30


def demo_code(staff: Staff, at: datetime) -> str | None:
    """The six digits valid now, for a demo account in an installation without any real staff; else None."""
    if not staff.is_demo or not queries.has_only_demo_staff():
        return None
    factor = Authenticator.objects.filter(user=staff, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return None
    counter = int(at.timestamp()) // _PERIOD_SECONDS
    return format_hotp_value(hotp_value(decrypt(factor.data["secret"]), counter))


def is_at_this_machine(request: HttpRequest) -> bool:
    """Whether a request names a loopback address, comes from one, and no proxy stands between."""
    forwarded = {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"} & request.META.keys()
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    return not forwarded and _is_loopback(host) and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
