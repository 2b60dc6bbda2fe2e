"""The provider's own description (SAML metadata): its name, where browsers go, its certificates."""

import base64
import binascii
from datetime import datetime
from typing import Final

from cryptography import x509

from muhatap.accounts.group_table import GroupTable, WrongProvider
from muhatap.accounts.oidc.settings import is_safe
from muhatap.accounts.saml.provider import SamlProvider
from muhatap.accounts.saml.reading import METADATA, SIGNATURE, Unreadable, read, text_of

_REDIRECT: Final = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"


def provider_in(description: str, groups: GroupTable, signed: str) -> SamlProvider:
    """The one identity provider that a description names; `WrongProvider` where it cannot be used."""
    try:
        root = read(description.encode())
    except Unreadable as error:
        raise WrongProvider(error.code) from error
    entities = [each for each in root.iter(f"{METADATA}EntityDescriptor") if _role(each) is not None]
    if len(entities) != 1:
        raise WrongProvider("not one identity provider")
    entity, role = entities[0], _role(entities[0])
    places = [
        each.get("Location", "")
        for each in role.findall(f"{METADATA}SingleSignOnService")
        if each.get("Binding") == _REDIRECT
    ]
    until = entity.get("validUntil") or root.get("validUntil")
    found = SamlProvider(
        entity_id=entity.get("entityID", ""),
        sign_in_url=places[0] if places else "",
        certificates=_certificates(role),
        signed=signed,
        valid_until=_time(until) if until else None,
        groups=groups,
    )
    if not found.entity_id or len(found.entity_id) > 200 or not is_safe(found.sign_in_url):
        raise WrongProvider("no name, or no address with TLS for the redirect binding")
    return found


def _role(entity):
    return entity.find(f"{METADATA}IDPSSODescriptor")


def _certificates(role) -> tuple[x509.Certificate, ...]:
    found = []
    for key in role.findall(f"{METADATA}KeyDescriptor"):
        if key.get("use", "signing") != "signing":
            continue
        for each in key.iter(f"{SIGNATURE}X509Certificate"):
            try:
                found.append(x509.load_der_x509_certificate(base64.b64decode(text_of(each))))
            except (binascii.Error, ValueError) as error:
                raise WrongProvider("certificate") from error
    if not found:
        raise WrongProvider("no certificate to verify with")
    return tuple(found)


def _time(written: str) -> datetime:
    try:
        found = datetime.fromisoformat(written)
    except ValueError as error:
        raise WrongProvider("validUntil") from error
    if found.tzinfo is None:
        raise WrongProvider("validUntil")
    return found
