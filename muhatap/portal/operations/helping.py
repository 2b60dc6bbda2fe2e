"""What two people at the desk agreed to for a customer's account, and telling every address of hers of it."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.customers.models import Identity, IdentityKind
from muhatap.kernel.actors import Actor
from muhatap.kernel.identifiers import normal_email
from muhatap.kernel.sealing import seal
from muhatap.portal.events import AccountChanged
from muhatap.portal.keys import CHANGED, LINK_PURPOSE, LOCKED, PAYEE, REENROLLED, UNLOCKED, digest_of
from muhatap.portal.models import CustomerAccount, MailedLink

# What the desk may do, and the alarm that follows it.
_ALARMS = {"lock": LOCKED, "unlock": UNLOCKED, "factors": REENROLLED, "payee": PAYEE}
_CHANGES = {"lock": "locked", "unlock": "unlocked", "factors": "factor_removed"}
_ALARM_WAITS = timedelta(days=7)


def help_account(*, case: Case, what: str, by: Actor, at: datetime) -> int:
    """Do it for the accounts of the case's customer, end their sessions, and tell her addresses.

    Returns how many accounts changed. A payee is the operator's own record: of it only the alarm is ours.
    """
    emails = _emails_of(case)
    with unit_of_work():
        rows = CustomerAccount.objects.select_for_update().filter(brand_id=case.brand_id, email__in=emails)
        accounts = list(rows.order_by("id")) if what in _CHANGES else []
        for account in accounts:
            _change(account, what, by, at)
        _tell(case, _ALARMS[what], emails, at)
    return len(accounts)


def _change(account: CustomerAccount, what: str, by: Actor, at: datetime) -> None:
    account.generation += 1
    if what == "factors":
        account.sealed_factor, account.backup_codes = b"", []
    else:
        account.locked_at = at if what == "lock" else None
        account.wrong_codes = 0
    account.save(update_fields=["generation", "sealed_factor", "backup_codes", "locked_at", "wrong_codes"])
    record(AccountChanged(brand=account.brand_id, account=account.id, what=_CHANGES[what]), by=by, at=at)


def tell_of_lock(*, account: CustomerAccount, by: Actor, at: datetime) -> None:
    """Tell the mailbox of an account that too many wrong codes locked it."""
    with unit_of_work() as unit:
        unit.add(_alarm(account.brand_id, account.brand.code, LOCKED, account.email, _language(account), at))


def tell_of_change(*, account: CustomerAccount, language: str, by: Actor, at: datetime) -> None:
    """Tell the mailbox that how one signs in was changed."""
    with unit_of_work() as unit:
        unit.add(_alarm(account.brand_id, account.brand.code, CHANGED, account.email, language, at))


def _tell(case: Case, alarm: str, emails: Iterable[str], at: datetime) -> None:
    with unit_of_work() as unit:
        for email in emails:
            unit.add(_alarm(case.brand_id, case.brand.code, alarm, email, case.language, at))


def _alarm(brand_id: int, code: str, kind: str, email: str, language: str, at: datetime) -> MailedLink:
    link = MailedLink(
        brand_id=brand_id,
        kind=kind,
        recipient=email,
        language=language,
        token_digest=digest_of(secrets.token_urlsafe(24)),
        made_at=at,
        next_try_at=at,
        valid_until=at + _ALARM_WAITS,
    )
    url = f"{settings.MUHATAP_ORIGIN}/{code}/account/".encode()
    link.sealed_url = seal(settings.MUHATAP_KEYRING, LINK_PURPOSE, url, context=str(link.id).encode())
    return link


def _language(account: CustomerAccount) -> str:
    return account.brand.default_language


def _emails_of(case: Case) -> list[str]:
    known = Identity.objects.filter(
        brand_id=case.brand_id, customer_id=case.customer_id, kind=IdentityKind.EMAIL
    )
    # Of a joined customer only what was this one's: another's mailbox is not told of her account.
    own = case.first_customer_id
    rows = known.filter(first_customer_id=own) if own and own != case.customer_id else known
    named = {*rows.values_list("value", flat=True), (case.first_customer or case.customer).email}
    return sorted({email for each in named if (email := normal_email(each or ""))})
