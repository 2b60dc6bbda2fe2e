"""The list of known issues and the page of each, for readers and for programs; “I have this too”."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from muhatap.brands.models import Brand
from muhatap.portal import known
from muhatap.portal.models import FormDraft
from muhatap.portal.views.door import VISITOR, languages_of, of_brand, page, wants_json
from muhatap.problems import operations as problems
from muhatap.problems.queries import known_issue
from muhatap.ui.errors import error_page

_KEPT_SECONDS = 60
CLAIMED = "issue"


@require_safe
@of_brand
def show_all(request: HttpRequest, brand: Brand) -> HttpResponse:
    """What customers meet now, and what was fixed lately."""
    languages, at = languages_of(brand), timezone.now()
    live, fixed = known.issue_faces(brand, languages), known.fixed_faces(brand, languages, at)
    if wants_json(request):
        return _json(
            {
                "document": "known_issues",
                "brand": brand.code,
                "language": get_language(),
                "as_of": at.isoformat(),
                "live": [each.as_json() for each in live],
                "fixed_lately": [each.as_json() for each in fixed],
            }
        )
    return page(request, "issues", brand, live=live, fixed=fixed)


@require_safe
@of_brand
def show(request: HttpRequest, brand: Brand, number: int) -> HttpResponse:
    """One known issue with every version of its words; what is over stays readable."""
    versions = known.version_faces(brand, number, languages_of(brand))
    if not versions:
        if wants_json(request):
            return _json({"error": "not_found"}, 404)
        place, words = f"/{brand.code}/issues/", _("Known issues")
        return error_page(request, 404, next_url=place, next_label=words)
    live = known_issue(brand, number)
    if wants_json(request):
        return _json(
            {
                "document": "known_issue",
                "brand": brand.code,
                "language": get_language(),
                "is_live": live is not None,
                "versions": [each.as_json() for each in versions],
            }
        )
    topic = known.topic_to_begin(live) if live else ""
    return page(
        request, "issue", brand, each=versions[0], earlier=versions[1:], is_live=live is not None, topic=topic
    )


def claim_along(request: HttpRequest, brand: Brand, draft: FormDraft) -> None:
    """Begin a form with the known issue that its address names, if the public reads of it."""
    named = request.POST.get(CLAIMED) or request.GET.get(CLAIMED, "")
    issue = known_issue(brand, int(named)) if named.isdecimal() and len(named) < 10 else None
    if issue is not None:
        problems.claim_issue(problem=issue.problem, form_id=draft.id, by=VISITOR, at=timezone.now())


def _json(said: dict[str, object], status: int = 200) -> HttpResponse:
    response = JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={_KEPT_SECONDS}"
    return response
