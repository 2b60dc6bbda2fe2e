"""Whether the provider signed this very element; only what its signature covers is handed on.

Wrapping attacks move a signed element and put another in its place. Here an element is taken out of its
document before its signature is verified, the signature must be its own child and refer to it by id, and what
is read afterwards is what came out of the verification.
"""

from collections.abc import Iterable
from typing import Final

from cryptography import x509
from lxml import etree
from signxml import DigestAlgorithm, SignatureConfiguration, SignatureMethod, XMLVerifier
from signxml.exceptions import SignXMLException

from muhatap.accounts.saml.reading import SIGNATURE, parser

_METHODS: Final = frozenset(
    {
        SignatureMethod.RSA_SHA256,
        SignatureMethod.RSA_SHA384,
        SignatureMethod.RSA_SHA512,
        SignatureMethod.ECDSA_SHA256,
        SignatureMethod.ECDSA_SHA384,
        SignatureMethod.ECDSA_SHA512,
    }
)
_DIGESTS: Final = frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512})
# SAML 2.0 Core 5.4.3 and 5.4.4: nothing but these two; no comment survives the reading before it.
_EXCLUSIVE: Final = frozenset(
    {"http://www.w3.org/2001/10/xml-exc-c14n#", "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"}
)
_ENVELOPED: Final = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"


class NotSigned(Exception):
    """No certificate of the provider signed this element in the way that is asked."""


def signed_part(element: etree._Element, certificates: Iterable[x509.Certificate]) -> etree._Element:
    """What the element's own signature covers, read anew from the verified bytes."""
    alone = etree.fromstring(etree.tostring(element, with_tail=False), parser())
    _expect_plain_signature(alone)
    for certificate in certificates:
        config = SignatureConfiguration(
            location="./",
            signature_methods=_METHODS,
            digest_algorithms=_DIGESTS,
            ignore_ambiguous_key_info=True,
            # The description is the trust, not the day in it (SAML metadata interoperability 2.6.1).
            verification_time=certificate.not_valid_before_utc,
        )
        try:
            found = XMLVerifier().verify(
                alone, x509_cert=certificate, expect_config=config, id_attribute="ID", parser=parser()
            )
        except (SignXMLException, etree.LxmlError, ValueError, TypeError, AttributeError, KeyError):
            continue
        if found.signed_xml is not None and found.signed_xml.tag == alone.tag:
            return found.signed_xml
    raise NotSigned(alone.tag)


def has_signature(element: etree._Element) -> bool:
    """Whether an element brings a signature of its own."""
    return element.find(f"{SIGNATURE}Signature") is not None


def _expect_plain_signature(alone: etree._Element) -> None:
    own = alone.findall(f"{SIGNATURE}Signature")
    references = alone.findall(f"{SIGNATURE}Signature/{SIGNATURE}SignedInfo/{SIGNATURE}Reference")
    if len(own) != 1 or len(references) != 1 or not alone.get("ID"):
        raise NotSigned("signature")
    reference = references[0]
    # An object could carry a second truth, a key of its own a second signer.
    if reference.get("URI") != f"#{alone.get('ID')}" or own[0].find(f"{SIGNATURE}Object") is not None:
        raise NotSigned("reference")
    way = [each.get("Algorithm") for each in reference.iter(f"{SIGNATURE}Transform")]
    method = own[0].find(f"{SIGNATURE}SignedInfo/{SIGNATURE}CanonicalizationMethod")
    if (
        sorted(each for each in way if each not in _EXCLUSIVE) != [_ENVELOPED]
        or len(way) != 2
        or method is None
        or method.get("Algorithm") not in _EXCLUSIVE
    ):
        raise NotSigned("transforms")
