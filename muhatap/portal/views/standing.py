"""The status page: for readers and programs, from the last copy when the database is away; who follows it."""

import json
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.brands.models import Brand
from muhatap.incidents import operations as incidents
from muhatap.incidents.queries import public_incident
from muhatap.incidents.wording import part_names
from muhatap.kernel.outages import is_outage
from muhatap.portal import operations as portal
from muhatap.portal.operations import limiting
from muhatap.portal.standing import copying, following
from muhatap.portal.standing.telling import as_json, incident_face, standing_of
from muhatap.portal.views.door import VISITOR, languages_of, of_brand, page, try_again_at, wants_json
from muhatap.ui.errors import error_page

_A_WHILE = "public, max-age=30"
_HTML, _JSON, _ATOM = "text/html", "application/json", "application/atom+xml"


def served_when_down(name: str, kind: str) -> Callable[..., Callable[..., HttpResponse]]:
    """Answer with the last copy and 503 when the database is away; `name` has a place for a language."""

    def wrapped(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def door(request: HttpRequest, brand: str) -> HttpResponse:
            try:
                return view(request, brand=brand)
            except Exception as error:
                if not is_outage(error):
                    raise
            ready = copying.kept_languages(brand)
            wanted = (request.GET.get("lang", ""), get_language() or "", "tr", *ready)
            language = next((each for each in wanted if each in ready), "")
            suffix = ".json" if wants_json(request) and kind == _HTML else ""
            asked = f"status.{language}.json" if suffix else name.format(language)
            kept = copying.kept_copy(brand, asked) if language else None
            if kept is None:
                return error_page(None, 503)
            told = _JSON if suffix else kind
            response = HttpResponse(kept, status=503, content_type=f"{told}; charset=utf-8")
            response["Retry-After"] = "30"
            response["Cache-Control"] = "no-store"
            return response

        return door

    return wrapped


@require_safe
@served_when_down("{}.html", _HTML)
@of_brand
def status(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show how every part stands and stood."""
    face = standing_of(brand, languages_of(brand), timezone.now())
    if wants_json(request):
        said = json.dumps(as_json(brand, face), ensure_ascii=False, indent=2)
        response = HttpResponse(said, content_type=f"{_JSON}; charset=utf-8")
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = _A_WHILE
        return response
    return page(request, "standing/status", brand, face=face, asked=request.GET.get("asked") == "1")


@require_safe
@served_when_down("feed.{}.atom", _ATOM)
@of_brand
def feed(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Incidents and maintenance for feed readers."""
    language = languages_of(brand)[0]
    face = standing_of(brand, languages_of(brand), timezone.now())
    data = copying.feed_of(brand, face, settings.MUHATAP_ORIGIN, language)
    response = HttpResponse(data, content_type=f"{_ATOM}; charset=utf-8")
    response["Cache-Control"] = _A_WHILE
    return response


@require_safe
@of_brand
def incident(request: HttpRequest, brand: Brand, incident: int) -> HttpResponse:
    """One incident with all that was said of it."""
    found = public_incident(brand, incident)
    if found is None:
        return error_page(
            request, 404, next_url=f"/{brand.code}/status/", next_label=_("How our service stands")
        )
    languages = languages_of(brand)
    face = incident_face(found, brand, part_names(brand, languages), languages, timezone.now())
    return page(request, "standing/incident", brand, each=face)


@require_POST
@of_brand
def follow(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Put a link to an address on its way; the answer is the same for every address."""
    email = request.POST.get("email", "").strip()[:254]
    again_at = try_again_at(request, limiting.LINKS)
    error = "" if again_at or _is_address(email) else _("Write your address as it is, like name@example.com.")
    if again_at or error:
        face = standing_of(brand, languages_of(brand), timezone.now())
        code = 429 if again_at else 422
        return page(
            request, "standing/status", brand, code, face=face, email=email, error=error, again_at=again_at
        )
    portal.mail_follow_link(
        brand=brand, email=email, language=get_language() or "", by=VISITOR, at=timezone.now()
    )
    response = HttpResponseRedirect(f"/{brand.code}/status/?asked=1#follow")
    response.status_code = 303
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def begin(request: HttpRequest, brand: Brand, token: str) -> HttpResponse:
    """Begin to tell an address when its mailbox opened the link and somebody said yes."""
    found = following.follower_of_token(brand, token, following.BEGIN)
    if found is None:
        return page(request, "standing/follow", brand, 404, what="over")
    if request.method == "POST":
        incidents.confirm_follower(follower=found, by=VISITOR, at=timezone.now())
        return page(request, "standing/follow", brand, what="begun")
    return page(request, "standing/follow", brand, what="begin")


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def stop(request: HttpRequest, brand: Brand, token: str) -> HttpResponse:
    """Forget an address; opening the link alone does nothing, because programs open links too."""
    found = following.follower_of_token(brand, token, following.STOP)
    if found is None:
        return page(request, "standing/follow", brand, 404, what="over")
    if request.method == "POST":
        portal.stop_telling(follower=found, by=VISITOR, at=timezone.now())
        return page(request, "standing/follow", brand, what="stopped")
    return page(request, "standing/follow", brand, what="stop")


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True
