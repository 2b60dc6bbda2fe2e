"""Giving programs a key to a brand, and taking it away."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from ipaddress import ip_network

from muhatap.accounts.events import TokenAllowed, TokenCreated, TokenFirstUsed, TokenRevoked
from muhatap.accounts.models import ApiToken
from muhatap.accounts.operations.access import WrongNetwork
from muhatap.accounts.tokens import (
    FOR_THE_MATTER,
    PREFIX,
    SCOPES,
    TokenLimits,
    digest_of,
    forget_token,
)
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.kernel.purposes import Purpose, is_stated


class UnknownScope(ValueError):
    """A scope that no token can have."""


class OffPurpose(ValueError):
    """People were not told of this purpose, or what the token may do does not serve it."""


def create_token(
    *,
    brand: Brand,
    name: str,
    scopes: Iterable[str],
    by: Actor,
    at: datetime,
    limits: TokenLimits | None = None,
    waits_for_second: bool = False,
) -> tuple[ApiToken, str]:
    """Make a token of a brand; returns its row and its clear text, which can never be shown again.

    One that waits for a second person opens nothing before `allow_token`.
    """
    limits = limits or TokenLimits()
    wanted = tuple(dict.fromkeys(scopes))
    unknown = [scope for scope in wanted if scope not in SCOPES]
    if unknown or not wanted:
        raise UnknownScope(", ".join(unknown) or "none")
    if not is_stated(limits.purpose):
        raise OffPurpose(limits.purpose)
    if FOR_THE_MATTER.intersection(wanted) and limits.purpose != Purpose.THE_MATTER:
        raise OffPurpose(limits.purpose)
    clear = PREFIX + secrets.token_urlsafe(32)
    with unit_of_work() as unit:
        token = ApiToken(
            brand=brand,
            name=name,
            digest=digest_of(clear),
            scopes=list(wanted),
            created_at=at,
            made_by_id=by.id if by.kind is ActorKind.STAFF else None,
            expires_at=limits.expires_at,
            networks=_networks(limits.networks),
            purpose=limits.purpose,
            waits_for_second=waits_for_second,
        )
        unit.add(token)
        record(TokenCreated(brand=brand.id, token=token.id, name=name, scopes=wanted), by=by, at=at)
    return token, clear


def allow_token(*, token: ApiToken, by: Actor, at: datetime) -> None:
    """A second person agreed, so a waiting token opens doors from now on."""
    with unit_of_work():
        waiting = ApiToken.objects.filter(id=token.id, waits_for_second=True, revoked_at__isnull=True)
        if waiting.update(waits_for_second=False):
            record(TokenAllowed(brand=token.brand_id, token=token.id, name=token.name), by=by, at=at)


def note_token_use(*, token: ApiToken, by: Actor, at: datetime) -> None:
    """Note when a token was last used; that it was used for the first time is on record."""
    was_new, token.last_used_at = token.last_used_at is None, at
    with unit_of_work():
        noted = ApiToken.objects.filter(id=token.id)
        first = (noted.filter(last_used_at__isnull=True) if was_new else noted).update(last_used_at=at)
        if was_new and first:
            record(TokenFirstUsed(brand=token.brand_id, token=token.id), by=by, at=at)


def revoke_token(*, token: ApiToken, by: Actor, at: datetime) -> None:
    """Take a token away; other processes refuse it within 30 seconds, this one at once."""
    if token.revoked_at is not None:
        return
    with unit_of_work():
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        record(TokenRevoked(brand=token.brand_id, token=token.id, name=token.name), by=by, at=at)
    forget_token(token.digest)


def _networks(written: Iterable[str]) -> list[str]:
    try:
        return [str(ip_network(each, strict=False)) for each in written]
    except ValueError as error:
        raise WrongNetwork(str(error)) from error
