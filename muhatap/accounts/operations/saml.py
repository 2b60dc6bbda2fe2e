"""Keeping what the SAML provider answered until the browser that asked fetches it, each answer once."""

import hashlib
import json
import secrets
from dataclasses import asdict
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from django.conf import settings
from django.db import IntegrityError, transaction

from muhatap.accounts.models import SamlAnswer, SigningKey
from muhatap.accounts.saml.asking import ANSWERED_WITHIN, OwnKey, new_key
from muhatap.accounts.saml.told import Told
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import seal, unseal

_PURPOSE = "saml"
_FETCHED_WITHIN = timedelta(minutes=2)


class Spent(Exception):
    """The request was answered before, or the assertion came before."""


def own_saml_key(*, name: str, by: Actor, at: datetime) -> OwnKey:
    """Our key for requests, made once for all nodes of the installation."""
    kept = SigningKey.objects.filter(purpose=_PURPOSE).first()
    if kept is None:
        made = new_key(name, at)
        private = made.private.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        row = {
            "sealed_key": seal(settings.MUHATAP_KEYRING, _PURPOSE, private),
            "certificate": made.certificate.public_bytes(serialization.Encoding.PEM).decode(),
            "made_at": at,
        }
        # Of two nodes that make one at once, both go on with the first.
        kept, _ = SigningKey.objects.get_or_create(purpose=_PURPOSE, defaults=row)
    private = unseal(settings.MUHATAP_KEYRING, _PURPOSE, bytes(kept.sealed_key))
    key = serialization.load_der_private_key(private, None)
    assert isinstance(key, RSAPrivateKey)
    return OwnKey(key, x509.load_pem_x509_certificate(kept.certificate.encode()))


def keep_answer(*, told: Told, by: Actor, at: datetime) -> str:
    """Keep an answer and return the ticket by which the browser fetches it; `Spent` for a second one."""
    ticket = secrets.token_urlsafe(32)
    sealed = seal(
        settings.MUHATAP_KEYRING, _PURPOSE, json.dumps(asdict(told)).encode(), told.request_id.encode()
    )
    try:
        with transaction.atomic():
            # An older one is refused by its time, so it need not be remembered.
            SamlAnswer.objects.filter(received_at__lt=at - 6 * ANSWERED_WITHIN).delete()
            SamlAnswer.objects.create(
                request_id=told.request_id,
                assertion_digest=_digest(told.assertion_id),
                ticket_digest=_digest(ticket),
                sealed_told=sealed,
                received_at=at,
            )
    except IntegrityError as twice:
        raise Spent(told.request_id) from twice
    return ticket


def fetch_answer(*, ticket: str, request_id: str, by: Actor, at: datetime) -> Told | None:
    """What was kept under a ticket, once, within two minutes, for the browser that made the request."""
    with transaction.atomic():
        kept = SamlAnswer.objects.select_for_update().filter(ticket_digest=_digest(ticket)).first()
        if kept is None or not kept.sealed_told or at >= kept.received_at + _FETCHED_WITHIN:
            return None
        sealed, kept.sealed_told = bytes(kept.sealed_told), b""
        kept.save(update_fields=["sealed_told"])
    # Another browser than the one that asked spends the ticket and gets nothing.
    if not secrets.compare_digest(kept.request_id.encode(), request_id.encode()):
        return None
    told = json.loads(unseal(settings.MUHATAP_KEYRING, _PURPOSE, sealed, request_id.encode()))
    return Told(**told | {"groups": tuple(told["groups"])})


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
