"""A SAML provider on this machine: its own key, its description, and answers that a test may spoil."""

import base64
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import parse_qs, quote, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml import DigestAlgorithm, SignatureMethod, XMLSigner

ENTITY = "https://kimlik.example/idp"
OWN = "http://127.0.0.1:8000/staff/saml/metadata/"
BACK = "http://127.0.0.1:8000/staff/saml/back/"
ASSERTION = "{urn:oasis:names:tc:SAML:2.0:assertion}"
PROTOCOL = "{urn:oasis:names:tc:SAML:2.0:protocol}"
_NAMES = {"saml": ASSERTION[1:-1], "samlp": PROTOCOL[1:-1]}
MFA = "https://refeds.org/profile/mfa"


@cache
def key(name: str = "idp") -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """A key and its certificate, which ended long ago as those of providers do."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder(subject, subject, private.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2021, 1, 1, tzinfo=UTC))
    )
    return private, made.sign(private, hashes.SHA256())


def description(name: str = "idp", extra: str = "") -> str:
    """The provider's metadata."""
    der = base64.b64encode(key(name)[1].public_bytes(serialization.Encoding.DER)).decode()
    return (
        f'<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{ENTITY}"{extra}>'
        '<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
        '<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data>'
        f"<X509Certificate>{der}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>"
        '<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" '
        'Location="https://kimlik.example/sso"/></IDPSSODescriptor></EntityDescriptor>'
    )


@dataclass
class Answer:
    """What the provider says; a test changes one thing."""

    request_id: str
    at: datetime
    email: str = "selma@nehir.example"
    name_id: str = "u-17"
    name_format: str = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
    groups: tuple[str, ...] = ("masa", "odeme")
    context: str = MFA
    issuer: str = ENTITY
    audience: str = OWN
    recipient: str = BACK
    destination: str = BACK
    status: str = "urn:oasis:names:tc:SAML:2.0:status:Success"
    since: timedelta = timedelta(minutes=-1)
    until: timedelta = timedelta(minutes=5)
    confirmed_until: timedelta = timedelta(minutes=5)
    confirms: str = ""
    assertion_id: str = "_a1"
    conditions: str = ""
    signs: tuple[str, ...] = ("assertion",)
    key_name: str = "idp"
    method: SignatureMethod = SignatureMethod.RSA_SHA256
    digest: DigestAlgorithm = DigestAlgorithm.SHA256
    extra: dict[str, str] = field(default_factory=dict)

    def element(self) -> etree._Element:
        """The answer, signed as it says."""
        root = etree.fromstring(self._written().encode())
        if "assertion" in self.signs:
            assertion = root.find(f"{ASSERTION}Assertion")
            root.replace(assertion, self.sign(assertion))
        return self.sign(root) if "response" in self.signs else root

    def sign(self, element: etree._Element) -> etree._Element:
        """An element with a signature over itself."""
        private, certificate = key(self.key_name)
        # Providers of yesterday still can what this library no longer does.
        kind = type("Old", (XMLSigner,), {"check_deprecated_methods": lambda _self: None})
        signer = kind(
            signature_algorithm=self.method,
            digest_algorithm=self.digest,
            c14n_algorithm="http://www.w3.org/2001/10/xml-exc-c14n#",
        )
        return signer.sign(
            element,
            key=private,
            cert=[certificate],
            reference_uri=element.get("ID"),
            id_attribute="ID",
        )

    def _written(self) -> str:
        def stamp(span: timedelta) -> str:
            return (self.at + span).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

        groups = "".join(f"<saml:AttributeValue>{each}</saml:AttributeValue>" for each in self.groups)
        names = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _NAMES.items())
        confirms = self.confirms or self.request_id
        return (
            f'<samlp:Response {names} ID="_r1" Version="2.0" IssueInstant="{stamp(timedelta())}" '
            f'Destination="{self.destination}" InResponseTo="{self.request_id}">'
            f"<saml:Issuer>{self.issuer}</saml:Issuer><samlp:Status>"
            f'<samlp:StatusCode Value="{self.status}"/></samlp:Status>'
            f'<saml:Assertion ID="{self.assertion_id}" Version="2.0" IssueInstant="{stamp(timedelta())}">'
            f"<saml:Issuer>{self.issuer}</saml:Issuer><saml:Subject>"
            f'<saml:NameID Format="{self.name_format}">{self.name_id}</saml:NameID>'
            '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
            f'<saml:SubjectConfirmationData Recipient="{self.recipient}" InResponseTo="{confirms}" '
            f'NotOnOrAfter="{stamp(self.confirmed_until)}"/></saml:SubjectConfirmation></saml:Subject>'
            f'<saml:Conditions NotBefore="{stamp(self.since)}" NotOnOrAfter="{stamp(self.until)}">'
            f"<saml:AudienceRestriction><saml:Audience>{self.audience}</saml:Audience>"
            f"</saml:AudienceRestriction>{self.conditions}</saml:Conditions>"
            f'<saml:AuthnStatement AuthnInstant="{stamp(timedelta())}"><saml:AuthnContext>'
            f"<saml:AuthnContextClassRef>{self.context}</saml:AuthnContextClassRef></saml:AuthnContext>"
            "</saml:AuthnStatement><saml:AttributeStatement>"
            f'<saml:Attribute Name="email"><saml:AttributeValue>{self.email}</saml:AttributeValue>'
            '</saml:Attribute><saml:Attribute Name="displayName"><saml:AttributeValue>Selma Koç'
            f'</saml:AttributeValue></saml:Attribute><saml:Attribute Name="groups">{groups}</saml:Attribute>'
            "</saml:AttributeStatement></saml:Assertion></samlp:Response>"
        )


def packed(element: etree._Element | bytes) -> str:
    """As a browser posts it."""
    data = element if isinstance(element, bytes) else etree.tostring(element)
    return base64.b64encode(data).decode()


def asked(location: str, certificate: x509.Certificate) -> etree._Element:
    """The request that a browser brings, after its signature was verified as a provider does."""
    parts = urlsplit(location)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    signed = "&".join(f"{name}={quote(query[name], safe='')}" for name in ("SAMLRequest", "SigAlg"))
    assert parts.query.startswith(signed)
    certificate.public_key().verify(
        base64.b64decode(query["Signature"]), signed.encode(), padding.PKCS1v15(), hashes.SHA256()
    )
    return etree.fromstring(zlib.decompress(base64.b64decode(query["SAMLRequest"]), -15))
