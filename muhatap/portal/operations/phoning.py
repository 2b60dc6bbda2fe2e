"""Codes by telephone: a number that a customer proved to hold opens her account as her mailbox does.

The operator's own gateway sends them: a signed call (Standard Webhooks), answered with 200 and a JSON object.
"""

import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.integrations.calling import Peer, PeerFailed, ask
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import seal, unseal
from muhatap.portal.events import AccountChanged, AccountRefused
from muhatap.portal.models import CustomerAccount, PhoneCode
from muhatap.portal.operations.helping import tell_of_change
from muhatap.portal.queries import has_gateway

TRIES = 5
_PURPOSE = "phone-code"
_PAUSE = timedelta(seconds=20)


def ask_phone_code(*, brand: Brand, phone: str, language: str, by: Actor, at: datetime) -> PhoneCode | None:
    """Put a code on its way to the account of a proved number; None where nobody has it."""
    account = CustomerAccount.objects.filter(brand=brand, phone=phone, locked_at__isnull=True).first()
    if account is None or not has_gateway(brand):
        return None
    return _sent(account, phone, language, at)


def ask_own_code(
    *, account: CustomerAccount, phone: str, language: str, by: Actor, at: datetime
) -> PhoneCode | None:
    """Put a code on its way to a number that she wants to prove."""
    return _sent(account, phone, language, at) if has_gateway(account.brand) else None


def account_with_code(
    *, brand: Brand, phone: str, code: str, by: Actor, at: datetime
) -> CustomerAccount | None:
    """The account that a number and its code open, once; five wrong ones end the code."""
    with unit_of_work():
        found = _waiting(at).filter(account__brand=brand, phone=phone, account__phone=phone).first()
        if found is None or found.account.locked_at or not _is_right(found, code, by, at):
            return None
        found.delete()
    return found.account


def prove_phone(*, account: CustomerAccount, code: str, by: Actor, at: datetime) -> bool:
    """Take a number that her code proves; another account that had it has it no more. Sessions are over."""
    with unit_of_work():
        found = _waiting(at).filter(account=account).first()
        if found is None or not _is_right(found, code, by, at):
            return False
        found.delete()
        others = CustomerAccount.objects.filter(brand=account.brand, phone=found.phone)
        for each in others.exclude(id=account.id):
            _keep_phone(each, "", each.brand.default_language, by, at)
        _keep_phone(account, found.phone, found.language, by, at)
    return True


def forget_phone(*, account: CustomerAccount, language: str, by: Actor, at: datetime) -> None:
    """Let no code of a telephone open the account any more."""
    with unit_of_work():
        PhoneCode.objects.filter(account=account).delete()
        _keep_phone(account, "", language, by, at)


def send_codes(*, by: Actor, at: datetime) -> int:
    """Hand every waiting code to its gateway; returns how many were tried."""
    PhoneCode.objects.filter(valid_until__lte=at).delete()
    due = PhoneCode.objects.filter(next_try_at__lte=at).select_related("account__brand")
    return sum(_hand_over(each, at) for each in list(due.order_by("id")[:50]))


def _hand_over(code: PhoneCode, at: datetime) -> int:
    taken = PhoneCode.objects.filter(id=code.id, next_try_at=code.next_try_at)
    if not taken.update(next_try_at=at + _PAUSE, attempts=code.attempts + 1):
        return 0
    brand = code.account.brand
    url, secret = settings.MUHATAP_SMS[brand.code]
    body = {
        "type": "sms.send",
        "to": code.phone,
        "text": _text(code),
        "valid_until": code.valid_until.isoformat(),
    }
    try:
        ask(
            Peer(url, secret),
            call_id=f"sms-{code.id}",
            timestamp=int(at.timestamp()),
            body=json.dumps(body, ensure_ascii=False).encode(),
        )
    except PeerFailed:
        return 1
    PhoneCode.objects.filter(id=code.id).update(next_try_at=None, sealed_code=b"")
    return 1


def _text(code: PhoneCode) -> str:
    digits = unseal(
        settings.MUHATAP_KEYRING, _PURPOSE, bytes(code.sealed_code), str(code.id).encode()
    ).decode()
    minutes = settings.MUHATAP_LINK_MINUTES
    with translation.override(code.language):
        said = _("%(brand)s: %(code)s is your code for %(minutes)d minutes. Tell it to nobody, us included.")
        return said % {"brand": code.account.brand.name, "code": digits, "minutes": minutes}


def _sent(account: CustomerAccount, phone: str, language: str, at: datetime) -> PhoneCode:
    digits = f"{secrets.randbelow(10**6):06d}"
    code = PhoneCode(
        account=account,
        phone=phone,
        language=language,
        code_digest=_digest(account, digits),
        made_at=at,
        valid_until=at + timedelta(minutes=settings.MUHATAP_LINK_MINUTES),
        next_try_at=at,
    )
    code.sealed_code = seal(settings.MUHATAP_KEYRING, _PURPOSE, digits.encode(), str(code.id).encode())
    with unit_of_work():
        PhoneCode.objects.filter(account=account).delete()
        code.save(force_insert=True)
    return code


def _waiting(at: datetime):
    codes = PhoneCode.objects.select_for_update(of=("self",)).select_related("account__brand")
    return codes.filter(valid_until__gt=at, tries__lt=TRIES)


def _is_right(found: PhoneCode, typed: str, by: Actor, at: datetime) -> bool:
    if hmac.compare_digest(found.code_digest, _digest(found.account, "".join(typed.split()))):
        return True
    found.tries += 1
    found.save(update_fields=["tries"])
    refused = AccountRefused(brand=found.account.brand_id, account=found.account_id, step="code")
    record(refused, by=by, at=at)
    return False


def _keep_phone(account: CustomerAccount, phone: str, language: str, by: Actor, at: datetime) -> None:
    account.phone = phone
    account.generation += 1
    account.save(update_fields=["phone", "generation"])
    record(AccountChanged(brand=account.brand_id, account=account.id, what="phone"), by=by, at=at)
    tell_of_change(account=account, language=language, by=by, at=at)


def _digest(account: CustomerAccount, digits: str) -> str:
    key = settings.MUHATAP_KEYRING.derive("phone-codes", key_id=settings.MUHATAP_KEYRING.key_ids[0])
    return hmac.digest(key, f"{account.id}:{digits}".encode(), hashlib.sha256).hex()
