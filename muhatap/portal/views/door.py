"""What every page of the portal needs: its brand, the reader's language, who knocks, and its cookies."""

from collections.abc import Callable, Sequence
from functools import wraps
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as in_words

from muhatap.accounts.queries import scope_of
from muhatap.brands.models import Brand
from muhatap.brands.queries import brand_with_code
from muhatap.brands.standing import REMARKS, missing_for_visitors
from muhatap.cases.models import Case
from muhatap.channels.chat_hours import channel_said
from muhatap.incidents.wording import banner_of
from muhatap.kernel.actors import Actor
from muhatap.portal import operations as portal
from muhatap.portal import queries
from muhatap.portal.keys import DRAFT_KEPT_FOR
from muhatap.portal.models import FormDraft
from muhatap.portal.operations.limiting import Limit
from muhatap.ui.errors import error_page

VISITOR = Actor.customer(None)
SESSION_SECONDS = 2 * 3600
# A copied cookie that is used again and again still ends.
LONGEST_SESSION_SECONDS = 12 * 3600

# Who has a case follows it whatever the brand is allowed to show; new cases and promises wait.
_FOR_THE_PUBLIC = frozenset(
    {
        "home",
        "callback",
        "contact",
        "fixes",
        "resume",
        "details",
        "review",
        "save",
        "published",
        "report_impostor",
        "formal",
        "formal_sheet",
        "issues",
        "issue",
        "help",
        "article",
        "edition",
        "help_feed",
        "help_map",
        "guide",
        "guide_step",
        "assistant",
        "performance",
        "performance_day",
        "public_report",
        "said",
        "status",
        "trust",
        "status_feed",
        "incident",
        "follow_status",
    }
)
_DRAFTS, _CASE = "muhatap_form", "muhatap_case"
_MOST_DRAFTS = 5
_SIZES = frozenset({"large", "normal"})
_HERE = {
    **dict.fromkeys(("home", "fixes", "details", "review", "done", "save", "saved", "solved"), "new"),
    **dict.fromkeys(
        (
            *("track", "link_sent", "open_link", "case", "not_satisfied", "survey", "secret", "joined"),
            *("ask", "telling", "sent", "callback_own", "object_by_mail"),
            *("account", "account_ask", "account_open", "account_code", "account_app", "account_codes"),
        ),
        "track",
    ),
    **dict.fromkeys(("contact", "callback", "callback_done"), "contact"),
    "proof": "proof",
    "performance": "performance",
    "said": "said",
    "trust": "trust",
    **dict.fromkeys(("standing/status", "standing/incident", "standing/follow"), "status"),
    **dict.fromkeys(("published", "report_impostor"), "charter"),
}


def of_brand(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a page its brand and speak the reader's language, if the brand does, in the brand's zone."""

    @wraps(view)
    def door(request: HttpRequest, brand: str, **place: str) -> HttpResponse:
        found = brand_with_code(brand)
        if found is None:
            return error_page(request, 404)
        wanted, size = request.GET.get("lang", ""), request.GET.get("size", "")
        if size in _SIZES:
            request.COOKIES["size"] = size
        language = _language(found, wanted)
        with translation.override(language), timezone.override(ZoneInfo(found.zone)):
            request.LANGUAGE_CODE = language
            missing = missing_for_visitors(found.legal)
            if missing and _name(request) in _FOR_THE_PUBLIC:
                response = _private(request, found, missing)
            else:
                response = view(request, found, **place)
        response["Content-Language"] = language
        if wanted == language and response["Content-Type"].startswith("text/html"):
            _remember_language(response, language)
        if size in _SIZES:
            remember_size(response, size)
        return response

    return door


def _private(request: HttpRequest, brand: Brand, missing: Sequence[str]) -> HttpResponse:
    """Say that the portal is not open; its staff read what is missing."""
    if wants_json(request):
        return JsonResponse({"error": "not_public"}, status=403)
    is_staff = request.user.is_authenticated and brand.id in scope_of(request.user).roles
    shown = [in_words(REMARKS[code]) for code in missing] if is_staff else []
    return page(request, "private", brand, status=403, missing=shown)


def _name(request: HttpRequest) -> str:
    return request.resolver_match.url_name if request.resolver_match else ""


def page(request: HttpRequest, name: str, brand: Brand, status: int = 200, **context: object) -> HttpResponse:
    """Show a page of the portal; what customers write and see is never kept by anything between."""
    base = {"brand": brand, "legal": brand.legal, "reach": brand.contact, "here": _HERE.get(name, "")}
    base["has_chat"] = channel_said(brand, "live_chat") is not None and not missing_for_visitors(brand.legal)
    if base["here"] != "status":
        base["standing"] = banner_of(brand, languages_of(brand), timezone.now())
    response = render(request, f"portal/{name}.html", {**base, **context}, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks: by an address that ends in .json, or by what it accepts."""
    return (
        request.path.endswith(".json")
        or request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    )


def languages_of(brand: Brand) -> tuple[str, ...]:
    """The languages in which to look for a text: the reader's, then the brand's own."""
    return (translation.get_language() or brand.default_language, brand.default_language)


def try_again_at(request: HttpRequest, limit: Limit, who: str = "") -> timezone.datetime | None:
    """Count an attempt of this visitor (or of `who`); the time to try again when there were too many."""
    asked = who or request.META.get("REMOTE_ADDR", "")
    return portal.count_attempt(limit=limit, who=asked, by=VISITOR, at=timezone.now())


def draft_of(request: HttpRequest, brand: Brand, draft_id: int) -> tuple[FormDraft, str] | None:
    """The draft with this id and its key, if this browser holds the key."""
    key = dict(_draft_keys(request, brand)).get(draft_id)
    draft = queries.draft_with_key(brand.id, key, timezone.now()) if key else None
    return (draft, key) if draft is not None and key and draft.id == draft_id else None


def unfinished_draft(request: HttpRequest, brand: Brand) -> FormDraft | None:
    """The form that this browser began last and did not send."""
    for _draft_id, key in _draft_keys(request, brand)[:1]:
        draft = queries.draft_with_key(brand.id, key, timezone.now())
        if draft is not None and draft.sent_case_id is None:
            return draft
    return None


def remember_draft(
    request: HttpRequest, response: HttpResponse, brand: Brand, draft: FormDraft, key: str
) -> None:
    """Let this browser come back to the form; only pages of this brand get the key."""
    others = [pair for pair in _draft_keys(request, brand) if pair[0] != draft.id]
    keys = [(draft.id, key), *others][:_MOST_DRAFTS]
    keep_cookie(
        response,
        _DRAFTS,
        signing.dumps(keys, salt=f"portal.form.{brand.id}"),
        f"/{brand.code}/",
        int(DRAFT_KEPT_FOR.total_seconds()),
    )


def case_of(request: HttpRequest, brand: Brand, number: str) -> Case | None:
    """The case with this number, if this browser came in by its secret or a link lately."""
    seen = _seen(request, brand, number)
    if seen is None or timezone.now().timestamp() - seen.get("since", 0) > LONGEST_SESSION_SECONDS:
        return None
    return queries.case_of_session(brand.id, number, seen["case"], seen["generation"])


def _seen(request: HttpRequest, brand: Brand, number: str) -> dict[str, int] | None:
    try:
        return signing.loads(
            request.COOKIES.get(_CASE, ""), salt=f"portal.case.{brand.id}.{number}", max_age=SESSION_SECONDS
        )
    except signing.BadSignature:
        return None


def let_in(response: HttpResponse, brand: Brand, case: Case, since: float | None = None) -> HttpResponse:
    """Let this browser see the case for two hours, and only its pages get the cookie."""
    began = int(timezone.now().timestamp() if since is None else since)
    seen = {"case": case.id, "generation": case.secret_generation, "since": began}
    signed = signing.dumps(seen, salt=f"portal.case.{brand.id}.{case.number}")
    keep_cookie(response, _CASE, signed, f"/{brand.code}/cases/{case.number}/", SESSION_SECONDS)
    return response


def stay(request: HttpRequest, response: HttpResponse, brand: Brand, case: Case) -> HttpResponse:
    """Let this browser stay for two more hours, at most twelve in all, unless it was just let out."""
    if _CASE in response.cookies:
        return response
    seen = _seen(request, brand, case.number) or {}
    return let_in(response, brand, case, since=seen.get("since"))


def let_out(response: HttpResponse, brand: Brand, case: Case) -> HttpResponse:
    """Forget that this browser may see the case."""
    response.delete_cookie(_CASE, path=f"/{brand.code}/cases/{case.number}/", samesite="Lax")
    return response


def redirect(path: str) -> HttpResponseRedirect:
    """Go on to another page of the portal after a form was taken."""
    response = HttpResponseRedirect(path)
    response.status_code = 303
    return response


def _draft_keys(request: HttpRequest, brand: Brand) -> list[tuple[int, str]]:
    try:
        held = signing.loads(
            request.COOKIES.get(_DRAFTS, ""),
            salt=f"portal.form.{brand.id}",
            max_age=int(DRAFT_KEPT_FOR.total_seconds()),
        )
    except signing.BadSignature:
        return []
    return [(int(draft_id), str(key)) for draft_id, key in held]


def _language(brand: Brand, wanted: str) -> str:
    spoken = brand.languages or [brand.default_language]
    current = wanted or (translation.get_language() or "")
    return current if current in spoken else brand.default_language


def _remember_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        httponly=True,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )


def remember_size(response: HttpResponse, size: str) -> None:
    """Show this browser every page in large print (`large`) or as usual (`normal`)."""
    keep_cookie(response, "size", size, "/", 365 * 24 * 3600)


def keep_cookie(response: HttpResponse, name: str, value: str, path: str, seconds: int) -> None:
    """Let this browser keep a value for pages below a path, where no script reads it."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=path,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
