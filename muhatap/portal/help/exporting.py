"""The help centre as plain files: it is read when everything else is down, by any server or from a folder."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from muhatap.brands.models import Brand
from muhatap.help_centre import films
from muhatap.help_centre.library import Library, library_of
from muhatap.portal import queries
from muhatap.portal.help import faces, feeds, listening

_ASSETS = ("ui/muhatap.css", "portal/portal.css", "portal/export.js")
MARK = ".muhatap-help"


class NotOurs(Exception):
    """The folder holds something that no export wrote."""


@dataclass(frozen=True, slots=True)
class Exported:
    """How many pages and other files were written."""

    pages: int
    files: int


def export_help(brand: Brand, folder: Path, *, origin: str, at: datetime) -> Exported:
    """Write the brand's articles of every language below a folder, which is replaced as a whole; `NotOurs`.

    What stands there stays readable until the new one is whole.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise NotOurs(folder)
    fresh = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    (fresh / MARK).write_text(f"{brand.code} {at.isoformat()}\n", "utf-8")
    languages = brand.languages or [brand.default_language]
    libraries = {code: library_of(brand, code) for code in languages}
    pages = sum(_write_language(brand, fresh, code, libraries, origin, at) for code in languages)
    _write_start(brand, fresh, languages)
    files = _write_assets(brand, fresh, libraries)
    places = {code: f"{origin}/{code}/" for code in languages}
    (fresh / "sitemap.xml").write_bytes(feeds.sitemap(libraries, places, end=".html"))
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    return Exported(pages, files)


def _write_language(
    brand: Brand, folder: Path, code: str, libraries: Mapping[str, Library], origin: str, at: datetime
) -> int:
    library, place = libraries[code], folder / code
    place.mkdir()
    with translation.override(code):
        around: dict[str, Any] = {
            "brand": brand,
            "language": code,
            "languages": [each for each in libraries if each != code],
            "at": at,
            "reach": brand.contact,
            "legal": brand.legal,
        }
        names, languages = queries.group_names(brand), (code, brand.default_language)
        groups = faces.group_faces(library, names, languages)
        groups = [
            faces.GroupFace(group.code, group.name, tuple(_inside(library, names, group.code)))
            for group in groups
        ]
        _write(place / "index.html", "index", {**around, "groups": groups, "here": "index"})
        for article in library.shelf:
            face = faces.article_face(library, article, names, languages, "")
            html = faces.prose(article.body, lambda address: _linked(address, brand, library))
            more = {"article": article, "face": face, "html": html, "here": article.slug}
            _write(place / f"{article.slug}.html", "article", {**around, **more, **_heard(article, code)})
        title = translation.gettext("Help centre of %(brand)s") % {"brand": brand.name}
    feed = feeds.atom(
        library,
        root=f"{origin}/{code}/",
        title=title,
        author=brand.legal.get("name") or brand.name,
        language=code,
        end=".html",
    )
    (place / "feed.atom").write_bytes(feed)
    found = [
        {"slug": each.slug, "title": each.title, "summary": each.summary, "words": entry.body.strip()}
        for each, entry in zip(library.shelf, library.entries, strict=True)
    ]
    (place / "search.json").write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    return 1 + len(library.shelf)


def _inside(library: Library, names: Mapping[str, Any], code: str) -> list[faces.Shelved]:
    return [each for each in library.shelf if (each.group if each.group in names else "") == code]


def _linked(address: str, brand: Brand, library: Library) -> str:
    """Another article lies beside; what needs the desk is named by the operator's own address."""
    slug = address.strip("/")
    if slug in library.by_slug:
        return f"{slug}.html"
    root = str(brand.contact.get("url", "")).rstrip("/")
    return f"{root}/{brand.code}/{slug}/" if address.startswith("/") and root else ""


def _heard(article: faces.Shelved, code: str) -> dict[str, object]:
    film = films.path_of(article.video) if article.video else None
    return {"film": film.name if film else "", "voice": listening.recorded(article, code) is not None}


def _write(path: Path, template: str, context: dict[str, Any]) -> None:
    path.write_text(render_to_string(f"portal/help/export/{template}.html", context), "utf-8")


def _write_start(brand: Brand, folder: Path, languages: list[str]) -> None:
    with translation.override(brand.default_language):
        _write(folder / "index.html", "start", {"brand": brand, "languages": languages})


def _write_assets(brand: Brand, folder: Path, libraries: Mapping[str, Library]) -> int:
    assets = folder / "assets"
    assets.mkdir()
    for name in _ASSETS:
        found = finders.find(name)
        shutil.copyfile(str(found), assets / name.rpartition("/")[2])
    count = len(_ASSETS)
    for code, library in libraries.items():
        for article in library.shelf:
            film = films.path_of(article.video) if article.video else None
            if film is not None:
                shutil.copyfile(film, assets / film.name)
                (assets / f"{article.slug}.{code}.vtt").write_text(article.captions, "utf-8")
                count += 2
            voice = listening.recorded(article, code)
            if voice is not None:
                shutil.copyfile(voice, assets / f"{article.slug}.{code}.wav")
                count += 1
    return count
