"""Codes of authenticator apps: six digits for every step of thirty seconds (RFC 6238)."""

import hmac
from datetime import datetime

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt


def code_at(factor: Authenticator, step: int) -> str:
    """The code of one step."""
    return format_hotp_value(hotp_value(decrypt(factor.data["secret"]), step))


def current_step(at: datetime) -> int:
    """The number of the step at a moment."""
    return int(at.timestamp()) // app_settings.TOTP_PERIOD


def step_of(factor: Authenticator, code: str, at: datetime) -> int | None:
    """The step whose code this is, if it is valid at this moment: the current one or a neighbour."""
    typed = "".join(code.split())
    now, reach = current_step(at), app_settings.TOTP_TOLERANCE
    steps = range(now - reach, now + reach + 1)
    return next((step for step in steps if hmac.compare_digest(code_at(factor, step), typed)), None)
