"""XML of strangers, read strictly: no document type, no entity, no comment, no doubled id, and not large.

With that no text can be cut in two by a comment, and no element can stand in for another by its id.
"""

from typing import Final

from lxml import etree

MOST_BYTES: Final = 512 * 1024
SAML: Final = "{urn:oasis:names:tc:SAML:2.0:assertion}"
PROTOCOL: Final = "{urn:oasis:names:tc:SAML:2.0:protocol}"
METADATA: Final = "{urn:oasis:names:tc:SAML:2.0:metadata}"
SIGNATURE: Final = "{http://www.w3.org/2000/09/xmldsig#}"


class Unreadable(Exception):
    """What came is no XML that is read here; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parser() -> etree.XMLParser:
    """A parser that fetches nothing, expands nothing and builds no huge tree."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_blank_text=False,
    )


def read(data: bytes) -> etree._Element:
    """The root of a document; `Unreadable` where it is no plain XML."""
    # Looked for in the bytes and not only in the tree: a document type is never even parsed.
    if len(data) > MOST_BYTES:
        raise Unreadable("size")
    if b"\0" in data or b"<!DOCTYPE" in data.upper() or b"<!ENTITY" in data.upper():
        raise Unreadable("doctype")
    try:
        root = etree.fromstring(data, parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("xml") from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable("doctype")
    if any(not isinstance(each.tag, str) for each in root.iter()) or _siblings(root):
        raise Unreadable("comment")
    ids = [each.get(name) for each in root.iter() for name in ("ID", "Id", "id") if each.get(name)]
    if len(ids) != len(set(ids)):
        raise Unreadable("ids")
    return root


def _siblings(root: etree._Element) -> bool:
    return root.getprevious() is not None or root.getnext() is not None


def text_of(element: etree._Element | None) -> str:
    """The whole text of an element that holds only text; empty where it holds elements."""
    return "" if element is None or len(element) else (element.text or "").strip()
