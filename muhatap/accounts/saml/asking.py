"""What we send: the request that a browser carries to the provider, and our own description of ourselves.

SAML 2.0 Bindings 3.4 (HTTP redirect, signed over the query) and SAML 2.0 Metadata.
"""

import base64
import hashlib
import hmac
import secrets
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from muhatap.accounts.saml.provider import SamlProvider

ANSWERED_WITHIN = timedelta(minutes=10)
_RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
_POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
_XMLNS = (
    'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'
)
_KEY_YEARS = 10


@dataclass(frozen=True, slots=True, repr=False)
class OwnKey:
    """Our key for signing requests, and the certificate by which the provider verifies them."""

    private: rsa.RSAPrivateKey
    certificate: x509.Certificate


def new_key(name: str, at: datetime) -> OwnKey:
    """A fresh key of 3072 bits with a certificate that it signs itself."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(hours=1))
        .not_valid_after(at + timedelta(days=365 * _KEY_YEARS))
    )
    return OwnKey(private, made.sign(private, hashes.SHA256()))


def new_request_id(secret: bytes, at: datetime) -> str:
    """A name for a request that tells its time and that only we can have given."""
    told = f"{int(at.timestamp()):08x}{secrets.token_hex(16)}"
    return f"_{told}{_mark(secret, told)}"


def is_own_request(secret: bytes, request_id: str, at: datetime) -> bool:
    """Whether we gave this name, in the last ten minutes."""
    told, mark = request_id[1:41], request_id[41:]
    if len(request_id) != 73 or not hmac.compare_digest(mark.encode(), _mark(secret, told).encode()):
        return False
    asked_at = datetime.fromtimestamp(int(told[:8], 16), UTC)
    return asked_at <= at < asked_at + ANSWERED_WITHIN


def packed_request(
    provider: SamlProvider, *, own_id: str, back_to: str, request_id: str, at: datetime
) -> str:
    """The request as XML, packed for the address of the provider."""
    written = (
        f'<samlp:AuthnRequest {_XMLNS} ID="{request_id}" Version="2.0" '
        f'IssueInstant="{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" '
        f"Destination={quoteattr(provider.sign_in_url)} AssertionConsumerServiceURL={quoteattr(back_to)} "
        f'ProtocolBinding="{_POST}"><saml:Issuer>{_escaped(own_id)}</saml:Issuer></samlp:AuthnRequest>'
    )
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return base64.b64encode(packer.compress(written.encode()) + packer.flush()).decode()


def signed_address(provider: SamlProvider, packed: str, key: OwnKey) -> str:
    """The whole address: the packed request, the algorithm, and the signature over both."""
    query = f"SAMLRequest={quote(packed, safe='')}&SigAlg={quote(_RSA_SHA256, safe='')}"
    signature = key.private.sign(query.encode(), padding.PKCS1v15(), hashes.SHA256())
    signed = f"{query}&Signature={quote(base64.b64encode(signature).decode(), safe='')}"
    return f"{provider.sign_in_url}{'&' if '?' in provider.sign_in_url else '?'}{signed}"


def own_description(*, own_id: str, back_to: str, key: OwnKey, wants_assertions_signed: bool) -> str:
    """Our metadata, to be given to the provider."""
    certificate = base64.b64encode(key.certificate.public_bytes(serialization.Encoding.DER)).decode()
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID={quoteattr(own_id)}>'
        '<md:SPSSODescriptor AuthnRequestsSigned="true" '
        f'WantAssertionsSigned="{str(wants_assertions_signed).lower()}" '
        'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
        '<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
        f"<ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
        "</md:KeyDescriptor><md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
        "</md:NameIDFormat><md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
        f'</md:NameIDFormat><md:AssertionConsumerService index="0" isDefault="true" Binding="{_POST}" '
        f"Location={quoteattr(back_to)}/></md:SPSSODescriptor></md:EntityDescriptor>\n"
    )


def _mark(secret: bytes, told: str) -> str:
    return hmac.digest(secret, told.encode(), hashlib.sha256).hex()[:32]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
