"""A customer's account: the link that makes it, password, second factor, and the end of its sessions."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import seal
from muhatap.portal.events import AccountChanged, AccountRefused, AccountSignedIn
from muhatap.portal.keys import ACCOUNT, CHANGED, LINK_PURPOSE, digest_of
from muhatap.portal.models import CustomerAccount, MailedLink
from muhatap.portal.operations.helping import tell_of_lock
from muhatap.portal.queries import has_cases
from muhatap.portal.second_factor import (
    digest_of_code,
    new_backup_codes,
    opened_secret,
    sealed_secret,
    step_of,
)

_CHECKS = (MinimumLengthValidator(10), CommonPasswordValidator())


# Whoever types codes has the password or the mailbox already, so few are enough to lock.
MOST_WRONG_CODES = 10


class Locked(Exception):
    """The account is locked until two people at the desk made sure who she is."""


class WeakPassword(ValueError):
    """The password is too short, or one of those that everybody tries first."""


def mail_account_link(
    *, brand: Brand, email: str, language: str, by: Actor, at: datetime
) -> MailedLink | None:
    """Put a sign-in link on its way; earlier ones are over. None for an address that has no case here."""
    with unit_of_work():
        known = CustomerAccount.objects.filter(brand=brand, email=email).exists()
        if not known and not has_cases(brand.id, email):
            return None
        MailedLink.objects.filter(brand=brand, kind=ACCOUNT, recipient=email, used_at__isnull=True).update(
            used_at=at, sealed_url=b"", next_try_at=None
        )
        token = secrets.token_urlsafe(24)
        return _mailed(brand, ACCOUNT, email, language, f"/{brand.code}/account/open/{token}/", token, at)


def open_account_with_link(*, brand: Brand, token: str, by: Actor, at: datetime) -> CustomerAccount | None:
    """The account that a link signs in to, made at the first; the link is spent. None for an old one.

    `Locked` where the account is: who reads the mailbox may know that.
    """
    with unit_of_work():
        link = (
            MailedLink.objects.select_for_update()
            .filter(brand=brand, kind=ACCOUNT, token_digest=digest_of(token))
            .filter(used_at__isnull=True, valid_until__gt=at)
            .first()
        )
        if link is None:
            return None
        link.used_at = at
        link.save(update_fields=["used_at"])
        account, _ = CustomerAccount.objects.get_or_create(
            brand=brand, email=link.recipient, defaults={"made_at": at, "seen_at": at}
        )
    if account.locked_at:
        raise Locked(account.id)
    return account


def signs_in(*, brand: Brand, email: str, password: str, by: Actor, at: datetime) -> CustomerAccount | None:
    """The account that address and password open; the same work is done for an address that nobody has."""
    account = CustomerAccount.objects.filter(brand=brand, email=email).first()
    kept = account.password if account and account.password else _nobodys()
    # A locked one is answered as a wrong password: this door tells strangers nothing.
    is_right = check_password(password, kept) and account is not None and bool(account.password)
    if account is not None and is_right and not account.locked_at:
        return account
    with unit_of_work():
        fact = AccountRefused(brand=brand.id, account=account.id if account else None, step="password")
        record(fact, by=by, at=at)
    return None


def passes_code(*, account: CustomerAccount, code: str, by: Actor, at: datetime) -> bool:
    """Whether a code of the app or a backup code is right; either is spent with it."""
    with unit_of_work():
        held = CustomerAccount.objects.select_for_update().get(id=account.id)
        step = step_of(opened_secret(held.id, held.sealed_factor), code, at)
        digest = digest_of_code(held.id, code)
        if step is not None and step > held.spent_step:
            held.spent_step = step
        elif digest in held.backup_codes:
            held.backup_codes = [each for each in held.backup_codes if each != digest]
        else:
            _note_wrong_code(held, by, at)
            return False
        held.wrong_codes = 0
        held.save(update_fields=["spent_step", "backup_codes", "wrong_codes"])
    return True


def _note_wrong_code(held: CustomerAccount, by: Actor, at: datetime) -> None:
    record(AccountRefused(brand=held.brand_id, account=held.id, step="code"), by=by, at=at)
    held.wrong_codes += 1
    if held.wrong_codes >= MOST_WRONG_CODES and not held.locked_at:
        held.locked_at = at
        held.generation += 1
        record(AccountChanged(brand=held.brand_id, account=held.id, what="locked"), by=by, at=at)
        tell_of_lock(account=held, by=by, at=at)
    held.save(update_fields=["wrong_codes", "locked_at", "generation"])


def note_sign_in(*, account: CustomerAccount, how: str, by: Actor, at: datetime) -> None:
    """Record that a customer is in."""
    with unit_of_work():
        CustomerAccount.objects.filter(id=account.id).update(seen_at=at)
        record(AccountSignedIn(brand=account.brand_id, account=account.id, how=how), by=by, at=at)


def change_password(
    *, account: CustomerAccount, password: str, language: str, by: Actor, at: datetime
) -> None:
    """Give the account this password, or with an empty one none; every session is over."""
    try:
        for check in _CHECKS if password else ():
            check.validate(password)
    except ValidationError as error:
        raise WeakPassword from error
    account.password = make_password(password) if password else ""
    _changed(account, "password", language, by, at, "password")


def add_factor(*, account: CustomerAccount, secret: str, language: str, by: Actor, at: datetime) -> list[str]:
    """Ask for codes of this app from now on; returns backup codes, which can never be shown again."""
    codes = new_backup_codes()
    account.sealed_factor, account.spent_step = sealed_secret(account.id, secret), 0
    account.backup_codes = [digest_of_code(account.id, each) for each in codes]
    _changed(account, "factor_added", language, by, at, "sealed_factor", "spent_step", "backup_codes")
    return codes


def remove_factor(*, account: CustomerAccount, language: str, by: Actor, at: datetime) -> None:
    """Ask for no codes any more."""
    account.sealed_factor, account.backup_codes = b"", []
    _changed(account, "factor_removed", language, by, at, "sealed_factor", "backup_codes")


def renew_codes(*, account: CustomerAccount, language: str, by: Actor, at: datetime) -> list[str]:
    """Fresh backup codes in place of the earlier ones."""
    codes = new_backup_codes()
    account.backup_codes = [digest_of_code(account.id, each) for each in codes]
    _changed(account, "codes", language, by, at, "backup_codes")
    return codes


def end_sessions(*, account: CustomerAccount, language: str, by: Actor, at: datetime) -> None:
    """End every session of the account."""
    _changed(account, "sessions", language, by, at)


def _changed(
    account: CustomerAccount, what: str, language: str, by: Actor, at: datetime, *columns: str
) -> None:
    """Save what changed, end every session, and tell the mailbox of it."""
    with unit_of_work():
        account.generation += 1
        account.save(update_fields=["generation", *columns])
        record(AccountChanged(brand=account.brand_id, account=account.id, what=what), by=by, at=at)
        place, unused = f"/{account.brand.code}/account/", secrets.token_urlsafe(24)
        _mailed(account.brand, CHANGED, account.email, language, place, unused, at)


def _mailed(
    brand: Brand, kind: str, email: str, language: str, path: str, token: str, at: datetime
) -> MailedLink:
    valid_for = timedelta(minutes=settings.MUHATAP_LINK_MINUTES) if kind == ACCOUNT else timedelta(days=1)
    link = MailedLink(
        brand=brand,
        kind=kind,
        recipient=email,
        language=language,
        token_digest=digest_of(token),
        made_at=at,
        next_try_at=at,
        valid_until=at + valid_for,
    )
    url = f"{settings.MUHATAP_ORIGIN}{path}".encode()
    link.sealed_url = seal(settings.MUHATAP_KEYRING, LINK_PURPOSE, url, context=str(link.id).encode())
    with unit_of_work() as unit:
        unit.add(link)
    return link


_dummy: list[str] = []


def _nobodys() -> str:
    if not _dummy:
        _dummy.append(make_password(secrets.token_urlsafe(16)))
    return _dummy[0]
