"""What the provider answered: every condition of SAML 2.0 Profiles 4.1.4 is looked at."""

import base64
import binascii
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from lxml import etree

from muhatap.accounts.saml.provider import SamlProvider
from muhatap.accounts.saml.reading import MOST_BYTES, PROTOCOL, SAML, Unreadable, read, text_of
from muhatap.accounts.saml.told import Expected, Refused, Told
from muhatap.accounts.saml.verifying import NotSigned, has_signature, signed_part

SKEW: Final = timedelta(seconds=60)
_SUCCESS: Final = "urn:oasis:names:tc:SAML:2.0:status:Success"
_BEARER: Final = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
_TRANSIENT: Final = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
_MAIL_FORMAT: Final = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
_CLAIM: Final = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
_MICROSOFT: Final = "http://schemas.microsoft.com/"
_MAIL: Final = ("email", "mail", "urn:oid:0.9.2342.19200300.100.1.3", f"{_CLAIM}emailaddress")
_NAME: Final = ("displayName", "name", "urn:oid:2.16.840.1.113730.3.1.241", f"{_CLAIM}name")
_GROUPS: Final = (
    "groups",
    "memberOf",
    "urn:oid:1.3.6.1.4.1.5923.1.5.1.1",
    f"{_MICROSOFT}ws/2008/06/identity/claims/groups",
)
_METHODS: Final = f"{_MICROSOFT}claims/authnmethodsreferences"
_AC: Final = "urn:oasis:names:tc:SAML:2.0:ac:classes:"
_SECOND: Final = frozenset(
    {
        "https://refeds.org/profile/mfa",
        f"{_MICROSOFT}claims/multipleauthn",
        *(f"{_AC}{each}" for each in ("MobileTwoFactorContract", "SmartcardPKI", "TimeSyncToken")),
    }
)
_KNOWN_CONDITIONS: Final = frozenset(
    f"{SAML}{each}" for each in ("AudienceRestriction", "OneTimeUse", "ProxyRestriction")
)


def told_by(provider: SamlProvider, packed: str, expected: Expected) -> Told:
    """What an answer of the POST binding says; `Refused` where one condition is not met."""
    if provider.valid_until is not None and expected.at >= provider.valid_until:
        raise Refused("description")
    try:
        if len(packed) > MOST_BYTES * 2:
            raise Refused("size")
        root = read(base64.b64decode("".join(packed.split()), validate=True))
        response, assertion = _signed(provider, root)
    except (binascii.Error, ValueError) as error:
        raise Refused("base64") from error
    except Unreadable as error:
        raise Refused(error.code) from error
    except NotSigned as error:
        raise Refused("signature") from error
    request_id = _expect_response(provider, response, expected)
    _expect_assertion(provider, assertion, expected, request_id)
    return _told(assertion, request_id)


def _signed(provider: SamlProvider, root: etree._Element) -> tuple[etree._Element, etree._Element]:
    if root.tag != f"{PROTOCOL}Response":
        raise Refused("response")
    response = root
    if provider.signed in {"response", "both"} or has_signature(root):
        response = signed_part(root, provider.certificates)
    # Anywhere in the document there is one assertion, and it stands where it should.
    everywhere = list(root.iter(f"{SAML}Assertion", f"{SAML}EncryptedAssertion"))
    found = response.findall(f"{SAML}Assertion")
    if any(each.tag == f"{SAML}EncryptedAssertion" for each in everywhere):
        raise Refused("encrypted")
    if _status(response) != _SUCCESS:
        raise Refused("status")
    if len(found) != 1 or len(everywhere) != 1:
        raise Refused("assertions")
    assertion = found[0]
    if provider.signed in {"assertion", "both"} or has_signature(assertion):
        assertion = signed_part(assertion, provider.certificates)
    return response, assertion


def _status(response: etree._Element) -> str:
    status = response.find(f"{PROTOCOL}Status/{PROTOCOL}StatusCode")
    return "" if status is None else status.get("Value", "")


def _expect_response(provider: SamlProvider, response: etree._Element, expected: Expected) -> str:
    issuer = response.find(f"{SAML}Issuer")
    if response.get("Version") != "2.0":
        raise Refused("version")
    if response.get("Destination", expected.back_to) != expected.back_to:
        raise Refused("destination")
    if issuer is not None and text_of(issuer) != provider.entity_id:
        raise Refused("issuer")
    request_id = response.get("InResponseTo", "")
    # What nobody asked for is not taken: it would sign a stranger in by a page of another.
    if not request_id:
        raise Refused("unasked")
    return request_id


def _expect_assertion(
    provider: SamlProvider, assertion: etree._Element, expected: Expected, request_id: str
) -> None:
    if assertion.get("Version") != "2.0" or not assertion.get("ID"):
        raise Refused("version")
    if text_of(assertion.find(f"{SAML}Issuer")) != provider.entity_id:
        raise Refused("issuer")
    _expect_conditions(assertion, expected)
    if not any(_confirms(each, expected, request_id) for each in _confirmations(assertion)):
        raise Refused("confirmation")
    statements = assertion.findall(f"{SAML}AuthnStatement")
    if not statements:
        raise Refused("statement")
    ends = [_time(each, "SessionNotOnOrAfter") for each in statements]
    if any(each is not None and expected.at >= each + SKEW for each in ends):
        raise Refused("session")


def _expect_conditions(assertion: etree._Element, expected: Expected) -> None:
    conditions = assertion.findall(f"{SAML}Conditions")
    if len(conditions) != 1:
        raise Refused("conditions")
    since, until = _time(conditions[0], "NotBefore"), _time(conditions[0], "NotOnOrAfter")
    if since is not None and expected.at < since - SKEW:
        raise Refused("early")
    if until is not None and expected.at >= until + SKEW:
        raise Refused("late")
    if any(each.tag not in _KNOWN_CONDITIONS for each in conditions[0]):
        raise Refused("conditions")
    restrictions = conditions[0].findall(f"{SAML}AudienceRestriction")
    named = [{text_of(one) for one in each.findall(f"{SAML}Audience")} for each in restrictions]
    if not named or any(expected.own_id not in each for each in named):
        raise Refused("audience")


def _confirmations(assertion: etree._Element) -> Iterator[etree._Element]:
    for each in assertion.findall(f"{SAML}Subject/{SAML}SubjectConfirmation"):
        if each.get("Method") == _BEARER:
            yield from each.findall(f"{SAML}SubjectConfirmationData")


def _confirms(given: etree._Element, expected: Expected, request_id: str) -> bool:
    until = _time(given, "NotOnOrAfter")
    return (
        given.get("Recipient") == expected.back_to
        and given.get("InResponseTo") == request_id
        and given.get("NotBefore") is None
        and until is not None
        and expected.at < until + SKEW
    )


def _told(assertion: etree._Element, request_id: str) -> Told:
    names = assertion.findall(f"{SAML}Subject/{SAML}NameID")
    named = names[0] if len(names) == 1 else None
    attributes = _attributes(assertion)
    subject, sort = text_of(named), "" if named is None else named.get("Format", "")
    email = _first(attributes, _MAIL) or (subject if sort == _MAIL_FORMAT else "")
    if sort == _TRANSIENT:
        # It names somebody for one visit only, so she is known by her address.
        subject = email
    if not subject:
        raise Refused("subject")
    contexts = {text_of(each) for each in assertion.iter(f"{SAML}AuthnContextClassRef")}
    return Told(
        request_id=request_id,
        assertion_id=assertion.get("ID", ""),
        subject=subject[:200],
        email=email.lower()[:254],
        name=_first(attributes, _NAME) or email or subject,
        groups=tuple(one for each in _GROUPS for one in attributes.get(each, ()))[:500],
        has_second_factor=bool(_SECOND & (contexts | set(attributes.get(_METHODS, ())))),
    )


def _attributes(assertion: etree._Element) -> dict[str, tuple[str, ...]]:
    return {
        each.get("Name", ""): tuple(text_of(one) for one in each.findall(f"{SAML}AttributeValue"))
        for each in assertion.findall(f"{SAML}AttributeStatement/{SAML}Attribute")
    }


def _first(attributes: dict[str, tuple[str, ...]], names: tuple[str, ...]) -> str:
    return next((one for each in names for one in attributes.get(each, ()) if one), "")


def _time(element: etree._Element, name: str) -> datetime | None:
    written = element.get(name)
    if written is None:
        return None
    try:
        found = datetime.fromisoformat(written)
    except ValueError as error:
        raise Refused("time") from error
    if found.tzinfo is None:
        raise Refused("time")
    return found
