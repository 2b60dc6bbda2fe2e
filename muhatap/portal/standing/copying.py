"""Copies of the status page as plain files: served when the database is away, or from another machine."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone, translation

from muhatap.brands.models import Brand
from muhatap.portal.standing.feed import atom
from muhatap.portal.standing.telling import StandingFace, as_json, standing_of

_STYLES = ("ui/muhatap.css", "portal/portal.css")


def export_status(brand: Brand, folder: Path, *, at: datetime) -> int:
    """Write page, document and feed of every language for another server; says how many files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in _STYLES:
        shutil.copyfile(str(finders.find(name)), folder / name.rpartition("/")[2])
    styles = [name.rpartition("/")[2] for name in _STYLES]
    languages = brand.languages or [brand.default_language]
    count = _write(brand, folder, languages, styles, is_served=False, at=at)
    shutil.copyfile(folder / f"{brand.default_language}.html", folder / "index.html")
    return count + 1 + len(_STYLES)


def keep_copy(brand: Brand, *, at: datetime) -> int:
    """Write what is served when the database is away."""
    folder = _folder(brand.code)
    folder.mkdir(parents=True, exist_ok=True)
    styles = [static(name) for name in _STYLES]
    return _write(brand, folder, brand.languages or [brand.default_language], styles, is_served=True, at=at)


def kept_copy(code: str, name: str) -> bytes | None:
    """What was written last; None where nothing was."""
    path = _folder(code) / name
    return path.read_bytes() if path.is_file() else None


def kept_languages(code: str) -> list[str]:
    """In which languages a copy lies ready."""
    return sorted(path.stem for path in _folder(code).glob("??.html"))


def _folder(code: str) -> Path:
    return Path(settings.MUHATAP_DATA) / "status" / code


def _write(
    brand: Brand, folder: Path, languages: list[str], styles: list[str], *, is_served: bool, at: datetime
) -> int:
    origin = settings.MUHATAP_ORIGIN
    for code in languages:
        with translation.override(code), timezone.override(ZoneInfo(brand.zone)):
            face = standing_of(brand, (code, brand.default_language), at)
            page = render_to_string(
                "portal/standing/copy.html",
                {
                    "brand": brand,
                    "language": code,
                    "languages": [each for each in languages if each != code],
                    "reach": brand.contact,
                    "styles": styles,
                    "is_served": is_served,
                    "face": face,
                },
            )
            _replace(folder / f"{code}.html", page.encode())
            _replace(folder / f"feed.{code}.atom", feed_of(brand, face, origin, code))
            document = json.dumps(as_json(brand, face), ensure_ascii=False, indent=2)
            _replace(folder / f"status.{code}.json", document.encode())
    return 3 * len(languages)


def feed_of(brand: Brand, face: StandingFace, origin: str, language: str) -> bytes:
    """The feed of a brand's incidents in the active language."""
    return atom(
        face,
        origin=origin,
        root=f"{origin}/{brand.code}/status/",
        title=translation.gettext("Incidents and maintenance of %(brand)s") % {"brand": brand.name},
        author=brand.legal.get("name") or brand.name,
        language=language,
    )


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    fresh.replace(path)
