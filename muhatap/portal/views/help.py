"""The help centre: what can be read, found and heard, and whether it helped."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.brands.models import Brand
from muhatap.help_centre import library as shelves
from muhatap.help_centre import operations as help_centre
from muhatap.help_centre.library import Library, Shelved
from muhatap.portal import faces, queries
from muhatap.portal.help import faces as help_faces
from muhatap.portal.help import listening
from muhatap.portal.operations import limiting
from muhatap.portal.published.announced import announced_now
from muhatap.portal.views.door import VISITOR, languages_of, of_brand, page, redirect, try_again_at
from muhatap.ui.errors import error_page

_WORDS, _STORY = 100, 4000


@require_safe
@of_brand
def index(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show the articles in their groups, or what was found; what nobody finds is counted without a name."""
    languages, at = languages_of(brand), timezone.now()
    library = shelves.library_of(brand, languages[0])
    sought = request.GET.get("q", "").strip()[:_WORDS]
    found = help_faces.search_face(library, sought) if sought else None
    if found and not found.found:
        _note_vain(request, brand, languages[0], sought)
    names = queries.group_names(brand)
    chosen = request.GET.get("group", "")
    return page(
        request,
        "help/index",
        brand,
        here="help",
        root=_root(brand),
        found=found,
        groups=help_faces.group_faces(library, names, languages, chosen if chosen in names else ""),
        chosen=chosen if chosen in names else "",
        announced=announced_now(brand, languages, at),
        places=faces.place_faces(queries.places_of(brand, at), languages, at),
    )


@require_safe
@of_brand
def article(request: HttpRequest, brand: Brand, slug: str) -> HttpResponse:
    """Show an article as it stands now."""
    library = shelves.library_of(brand, languages_of(brand)[0])
    shelved = library.by_slug.get(slug)
    if shelved is None:
        return _absent(request, brand, slug)
    return _article_page(request, brand, library, shelved)


@require_safe
@of_brand
def edition(request: HttpRequest, brand: Brand, slug: str, number: int) -> HttpResponse:
    """Show a version as it was read in its days, with the charter's words of the day it was published."""
    found = shelves.edition_of(brand, slug, number) if number < 1 << 15 else None
    if found is None:
        return _absent(request, brand, slug)
    languages = languages_of(brand)
    library = shelves.library_of(brand, languages[0])
    shelved = shelves.shelved_edition(found, brand, languages[0])
    return _article_page(request, brand, library, shelved, replaced_at=found.replaced_at, is_old=True)


@require_POST
@of_brand
def vote(request: HttpRequest, brand: Brand, slug: str) -> HttpResponse:
    """Keep whether an article helped; whoever says no gets the next way."""
    library = shelves.library_of(brand, languages_of(brand)[0])
    shelved = library.by_slug.get(slug)
    row = shelves.article_at(brand, slug)
    if shelved is None or row is None:
        return _absent(request, brand, slug)
    has_helped = request.POST.get("helped") == "yes"
    if try_again_at(request, limiting.READING) is None:
        help_centre.vote_on_article(
            article=row,
            number=shelved.number,
            language=languages_of(brand)[0],
            has_helped=has_helped,
            by=VISITOR,
            at=timezone.now(),
        )
    if has_helped:
        messages.success(request, _("Thank you. Your answer was counted without your name."))
        return redirect(f"{_root(brand)}{slug}/")
    return redirect(f"{_root(brand)}{slug}/?helped=no#vote")


@require_POST
@of_brand
def suggest(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Say which articles may help somebody who is just writing; nothing of what she wrote is kept."""
    library = shelves.library_of(brand, languages_of(brand)[0])
    story, topic = request.POST.get("story", "")[:_STORY], request.POST.get("topic", "")[:40]
    found = help_faces.suggested(library, story, topic) if len(story.split()) > 2 else []
    return page(request, "help/_suggestions", brand, suggested=found, root=_root(brand))


def _article_page(
    request: HttpRequest, brand: Brand, library: Library, shelved: Shelved, **version: object
) -> HttpResponse:
    languages, names = languages_of(brand), queries.group_names(brand)
    face = help_faces.article_face(library, shelved, names, languages, _root(brand))
    return page(
        request,
        "help/article",
        brand,
        here="help",
        root=_root(brand),
        face=face,
        article=shelved,
        versions=shelves.editions_published(shelved.article_id),
        changed_by_charter=help_faces.changed_by_charter(shelved),
        has_voted_no=request.GET.get("helped") == "no",
        voice=listening.voice_of(brand, shelved, languages[0]),
        topic=next(iter(shelved.topics), ""),
        language=languages[0],
        languages=[code for code in brand.languages if code != languages[0]],
        **version,
    )


def _note_vain(request: HttpRequest, brand: Brand, language: str, sought: str) -> None:
    # Of one visitor the same words count once a day.
    who = f"{request.META.get('REMOTE_ADDR', '')} {sought.casefold()}"
    if try_again_at(request, limiting.SEEKING, who) is None:
        help_centre.note_vain_search(
            brand=brand, language=language, query=sought, by=VISITOR, at=timezone.now()
        )


def _absent(request: HttpRequest, brand: Brand, slug: str) -> HttpResponse:
    return error_page(
        request,
        404,
        detail=_("There is no such article, or it was taken from the help centre."),
        next_url=_root(brand),
        next_label=_("Help centre"),
    )


def _root(brand: Brand) -> str:
    return f"/{brand.code}/help/"
