"""The feed of what changed (Atom, RFC 4287) and the map of pages (sitemaps.org) of a help centre."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from muhatap.help_centre.library import Library

_ATOM = "http://www.w3.org/2005/Atom"
_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_XML = "http://www.w3.org/XML/1998/namespace"
FEED_AT_MOST = 50

register_namespace("", _ATOM)
register_namespace("xhtml", _XHTML)


def atom(library: Library, *, root: str, title: str, author: str, language: str, end: str = "/") -> bytes:
    """The newest changes as an Atom feed; `root` is the help centre's whole address with its slash."""
    newest = sorted(library.shelf, key=lambda each: each.changed_at, reverse=True)[:FEED_AT_MOST]
    feed = Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": language})
    _said(feed, "id", root)
    _said(feed, "title", title)
    updated = newest[0].changed_at if newest else datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    _said(feed, "updated", updated.isoformat())
    _said(SubElement(feed, f"{{{_ATOM}}}author"), "name", author)
    SubElement(feed, f"{{{_ATOM}}}link", {"rel": "self", "href": f"{root}feed.atom"})
    SubElement(feed, f"{{{_ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": root})
    for each in newest:
        entry = SubElement(feed, f"{{{_ATOM}}}entry")
        place = f"{root}{each.slug}{end}"
        _said(entry, "id", f"{root}{each.slug}/")
        _said(entry, "title", each.title)
        _said(entry, "updated", each.changed_at.isoformat())
        _said(entry, "published", each.published_at.isoformat())
        _said(entry, "summary", each.summary or each.title)
        SubElement(entry, f"{{{_ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": place})
    return tostring(feed, encoding="utf-8", xml_declaration=True)


def sitemap(libraries: Mapping[str, Library], places: Mapping[str, str], end: str = "/") -> bytes:
    """Every page in every language, each with its other languages; `places` are the roots by language."""
    whole = Element(f"{{{_MAP}}}urlset")
    slugs: Sequence[str] = [each.slug for each in next(iter(libraries.values())).shelf]
    for slug in ("", *slugs):
        for library in libraries.values():
            url = SubElement(whole, f"{{{_MAP}}}url")
            address = {code: _address(places[code], slug, end) for code in libraries}
            here = next(code for code, each in libraries.items() if each is library)
            SubElement(url, f"{{{_MAP}}}loc").text = address[here]
            if slug:
                SubElement(url, f"{{{_MAP}}}lastmod").text = library.by_slug[slug].changed_at.isoformat()
            for code, href in address.items():
                SubElement(url, f"{{{_XHTML}}}link", {"rel": "alternate", "hreflang": code, "href": href})
    return tostring(whole, encoding="utf-8", xml_declaration=True)


def _address(place: str, slug: str, end: str) -> str:
    root, question, query = place.partition("?")
    return f"{root}{slug}{end if slug else ''}{question}{query}"


def _said(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{_ATOM}}}{name}").text = text
