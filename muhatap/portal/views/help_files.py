"""What the help centre serves beside its pages: feed, map, films with captions, articles to listen to."""

import re

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from muhatap.brands.models import Brand
from muhatap.brands.queries import all_brands
from muhatap.brands.standing import missing_for_visitors
from muhatap.help_centre import films
from muhatap.help_centre.library import library_of
from muhatap.portal.help import feeds, listening
from muhatap.portal.views.door import languages_of, of_brand
from muhatap.ui.errors import error_page

_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
_NOT_FOR_ENGINES = ("/desk/", "/staff/", "/files/", "/hooks/", "/api/", "/chat/", "/app/", "/live/")
_A_WHILE = "public, max-age=300"


@require_safe
@of_brand
def feed(request: HttpRequest, brand: Brand) -> HttpResponse:
    """What is new and what changed, for feed readers."""
    language = languages_of(brand)[0]
    data = feeds.atom(
        library_of(brand, language),
        root=f"{settings.MUHATAP_ORIGIN}/{brand.code}/help/",
        title=_("Help centre of %(brand)s") % {"brand": brand.name},
        author=brand.legal.get("name") or brand.name,
        language=language,
    )
    return _open(HttpResponse(data, content_type="application/atom+xml; charset=utf-8"))


@require_safe
@of_brand
def sitemap(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Every page in every language, for search engines."""
    languages = brand.languages or [brand.default_language]
    root = f"{settings.MUHATAP_ORIGIN}/{brand.code}/help/"
    places = {code: root if code == brand.default_language else f"{root}?lang={code}" for code in languages}
    data = feeds.sitemap({code: library_of(brand, code) for code in languages}, places)
    return _open(HttpResponse(data, content_type="application/xml; charset=utf-8"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read, and where the maps of the help centres of public brands are."""
    said = ["User-agent: *", *(f"Disallow: {each}" for each in _NOT_FOR_ENGINES)]
    for brand in all_brands():
        if not missing_for_visitors(brand.legal):
            said += [f"Disallow: /{brand.code}/cases/", f"Disallow: /{brand.code}/track/"]
            said += [f"Sitemap: {settings.MUHATAP_ORIGIN}/{brand.code}/help/sitemap.xml"]
    return HttpResponse("\n".join(said) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@of_brand
def captions(request: HttpRequest, brand: Brand, slug: str, language: str) -> HttpResponse:
    """The captions of an article's film in one language."""
    found = library_of(brand, language).by_slug.get(slug) if language in brand.languages else None
    if found is None or not found.captions:
        return error_page(request, 404)
    return _open(HttpResponse(found.captions, content_type="text/vtt; charset=utf-8"))


@require_safe
@of_brand
def film(request: HttpRequest, brand: Brand, name: str) -> HttpResponse:
    """A film that an article of the brand shows, whole or the part that the browser asks for (RFC 9110)."""
    library = library_of(brand, brand.default_language)
    shown = next((each.video for each in library.shelf if each.video.get("sha256") == name[:64]), None)
    path = films.path_of(shown) if shown else None
    if shown is None or path is None:
        return error_page(request, 404)
    size = path.stat().st_size
    wanted = _RANGE.fullmatch(request.headers.get("Range", ""))
    if not wanted or int(wanted[1]) >= size:
        response: HttpResponse = FileResponse(path.open("rb"), content_type=shown["type"])
    else:
        start = int(wanted[1])
        last = min(int(wanted[2] or size - 1), size - 1, start + films.PART_AT_MOST - 1)
        response = HttpResponse(films.part_of(path, start, last), status=206, content_type=shown["type"])
        response["Content-Range"] = f"bytes {start}-{last}/{size}"
    response["Accept-Ranges"] = "bytes"
    return _open(response)


@require_safe
@of_brand
def listen(request: HttpRequest, brand: Brand, slug: str) -> HttpResponse:
    """An article read aloud, where a voice of the server read it."""
    language = languages_of(brand)[0]
    found = library_of(brand, language).by_slug.get(slug)
    path = listening.recorded(found, language) if found else None
    if path is None:
        return error_page(request, 404)
    return _open(FileResponse(path.open("rb"), content_type="audio/wav"))


def _open(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = _A_WHILE
    return response
