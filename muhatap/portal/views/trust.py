"""The trust page, and where a weakness is reported (RFC 9116)."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from muhatap.brands.models import Brand
from muhatap.brands.queries import all_brands, section_of
from muhatap.brands.standing import missing_for_visitors
from muhatap.portal.trust.saying import parts_of
from muhatap.portal.trust.seeing import seen_of
from muhatap.portal.views.door import languages_of, of_brand, page
from muhatap.ui.errors import error_page

_GOOD_FOR = timedelta(days=180)


@require_safe
@of_brand
def trust(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show what is set up, in plain words."""
    at = timezone.now()
    return page(request, "trust", brand, parts=parts_of(seen_of(brand, languages_of(brand), at)), now=at)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Name the addresses of all public brands that take reports; 404 where none does."""
    found = [
        (brand, (section_of(brand, "publication") or {}).get("security_email", ""))
        for brand in all_brands()
        if not missing_for_visitors(brand.legal)
    ]
    contacts = dict.fromkeys(f"Contact: mailto:{address}" for _, address in found if address)
    if not contacts:
        return error_page(request, 404)
    until = (timezone.now() + _GOOD_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    languages = dict.fromkeys(code for brand, _ in found for code in brand.languages)
    lines = [
        *contacts,
        f"Expires: {until.isoformat()}",
        f"Preferred-Languages: {', '.join(languages)}",
        f"Canonical: {settings.MUHATAP_ORIGIN}/.well-known/security.txt",
        *(f"Policy: {settings.MUHATAP_ORIGIN}/{brand.code}/trust/" for brand, address in found if address),
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
