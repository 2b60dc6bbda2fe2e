"""Where a customer comes in: what it is about, how to reach the brand, what it promises."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from muhatap.brands.models import Brand
from muhatap.brands.queries import all_brands
from muhatap.portal import faces, queries
from muhatap.portal.published.announced import announced_now
from muhatap.portal.views.door import languages_of, of_brand, page, unfinished_draft
from muhatap.topics.queries import topics_of


@require_safe
def installation(request: HttpRequest) -> HttpResponse:
    """Go to the only brand, or show all of them."""
    brands = all_brands()
    if len(brands) == 1:
        return HttpResponseRedirect(f"/{brands[0].code}/")
    return render(request, "portal/brands.html", {"brands": brands})


@require_safe
@of_brand
def home(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show the topics, found by words when some are given."""
    words = request.GET.get("q", "").strip()[:100]
    topics = faces.topic_faces(topics_of(brand.id), languages_of(brand))
    return page(
        request,
        "home",
        brand,
        words=words,
        changed=request.GET.get("form", "") if request.GET.get("form", "").isdecimal() else "",
        groups=faces.grouped(
            faces.topics_matching(topics, words), queries.group_names(brand), languages_of(brand)
        ),
        announced=announced_now(brand, languages_of(brand), timezone.now()),
        draft_waiting=unfinished_draft(request, brand),
        urgent=[each for each in topics if each.kind == "emergency"][:1],
        complaint=next((each for each in topics if each.kind == "complaint"), None),
    )


@require_safe
@of_brand
def contact(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show the ways to reach the brand, when people answer there, and its promises."""
    languages, at = languages_of(brand), timezone.now()
    return page(
        request,
        "contact",
        brand,
        places=faces.place_faces(queries.places_of(brand, at), languages, at),
        promises=faces.promise_faces(queries.public_promises_of(brand), languages),
    )


@require_safe
@of_brand
def privacy(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show the privacy notice with its versions."""
    return page(request, "privacy", brand, notice=faces.notice_face(brand.notices, languages_of(brand)))
