"""The feed of incidents and maintenance (Atom, RFC 4287)."""

from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from muhatap.portal.standing.telling import IncidentFace, StandingFace

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
_MOST = 50

register_namespace("", _ATOM)


def atom(face: StandingFace, *, origin: str, root: str, title: str, author: str, language: str) -> bytes:
    """The newest incidents first; `origin` is the desk's address, `root` that of the page with its slash."""
    entries = [*face.holding, *face.coming, *face.past]
    entries.sort(key=_changed_at, reverse=True)
    feed = Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": language})
    _said(feed, "id", root)
    _said(feed, "title", title)
    _said(feed, "updated", (max(map(_changed_at, entries)) if entries else face.as_of).isoformat())
    _said(SubElement(feed, f"{{{_ATOM}}}author"), "name", author)
    SubElement(feed, f"{{{_ATOM}}}link", {"rel": "self", "href": f"{root}feed.atom"})
    SubElement(feed, f"{{{_ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": root})
    for each in entries[:_MOST]:
        entry = SubElement(feed, f"{{{_ATOM}}}entry")
        _said(entry, "id", f"{origin}{each.place}")
        _said(entry, "title", f"{each.words}: {each.title}")
        _said(entry, "updated", _changed_at(each).isoformat())
        _said(entry, "published", each.said[-1][3].isoformat() if each.said else each.begins_at.isoformat())
        _said(entry, "summary", "\n\n".join(f"{words}: {text}" for words, text, _since, _at in each.said))
        SubElement(entry, f"{{{_ATOM}}}link", {"rel": "alternate", "href": f"{origin}{each.place}"})
    return tostring(feed, encoding="utf-8", xml_declaration=True)


def _changed_at(face: IncidentFace) -> datetime:
    return face.said[0][3] if face.said else face.begins_at


def _said(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{_ATOM}}}{name}").text = text
