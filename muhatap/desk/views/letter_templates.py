"""Letter templates: what is used, what was used before, how a change reads, and the second person for it."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.approvals.queries import proposal_waiting
from muhatap.brands.models import Brand
from muhatap.desk.letter_templates import (
    LANGUAGES,
    LONGEST,
    complaint_to_show,
    previews_of,
    texts_in_use,
    texts_of,
    version_of,
)
from muhatap.desk.queries import brands_with
from muhatap.desk.views.door import actor, go, missing, on_desk, page
from muhatap.letters import operations as letters
from muhatap.letters.linting import Sort
from muhatap.letters.operations.templating import TEMPLATE
from muhatap.letters.queries import needs_second, template_versions
from muhatap.letters.wording import fault_words, field_words, sort_words
from muhatap.ui.errors import error_page


@require_safe
@on_desk(Permission.APPROVE_CHARTER)
def show_all(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every letter of her brands with the version in use."""
    shelves = [
        (
            brand,
            [
                (
                    sort,
                    sort_words(sort),
                    next(iter(template_versions(brand.pk, sort)), None),
                    waiting(brand, sort),
                )
                for sort in Sort
            ],
        )
        for brand in brands_with(staff, Permission.APPROVE_CHARTER)
    ]
    return page(request, "letter_templates", staff, section="complaints", shelves=shelves)


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.APPROVE_CHARTER)
def edit(request: HttpRequest, staff: Staff, brand: str, sort: str) -> HttpResponse:
    """Write a letter anew, look at it with a made-up or a real complaint, and keep it."""
    home = _brand(staff, brand)
    if home is None or sort not in set(Sort):
        return missing(request)
    if request.method != "POST":
        return _shown(request, staff, home, Sort(sort), _texts_to_begin(request, home, Sort(sort)))
    texts = {
        language: request.POST.get(f"text_{language}", "").replace("\r\n", "\n").strip()[:LONGEST]
        for language in LANGUAGES
    }
    if request.POST.get("do") != "keep":
        return _shown(request, staff, home, Sort(sort), texts)
    return _kept(request, staff, home, Sort(sort), texts)


@require_POST
@on_desk(Permission.APPROVE_CHARTER)
def decide(request: HttpRequest, staff: Staff, brand: str, sort: str) -> HttpResponse:
    """Agree to a waiting version as the second person, or refuse it; who wrote it takes it back."""
    home = _brand(staff, brand)
    proposal = waiting(home, sort) if home else None
    if proposal is None:
        return missing(request)
    known = {"by": actor(staff), "at": timezone.now()}
    try:
        if request.POST.get("answer") == "agree":
            letters.agree_template(proposal=proposal, **known)
            messages.success(request, _("The letter is used from now on."))
        else:
            approvals.refuse(proposal=proposal, reason=request.POST.get("reason", "")[:500], **known)
            messages.success(request, _("It is not done."))
    except approvals.SamePerson:
        return _undone(request, home, sort, _("You proposed this yourself, so another person has to decide."))
    except (approvals.DecidedAlready, approvals.ProposalExpired):
        return _undone(request, home, sort, _("This is decided already, or its time is over."))
    return go(_place(home, sort))


def waiting(brand: Brand, sort: str) -> Proposal | None:
    """The version of a letter that waits for a second person."""
    return proposal_waiting(brand, TEMPLATE, sort, timezone.now())


def _kept(
    request: HttpRequest, staff: Staff, brand: Brand, sort: Sort, texts: dict[str, str]
) -> HttpResponse:
    known = {"brand": brand, "sort": sort, "texts": texts, "by": actor(staff), "at": timezone.now()}
    try:
        if needs_second(brand):
            letters.propose_template(**known, reason=request.POST.get("reason", "").strip()[:500])
            messages.success(request, _("A second person must agree. Until then the present letter is used."))
        else:
            letters.save_template(**known)
            messages.success(request, _("The letter is used from now on."))
    except letters.TemplateRefused as refused:
        errors = [
            (f"text_{language}", f"{LANGUAGES[language]}: {fault_words(fault)}")
            for language, faults in refused.faults.items()
            for fault in faults
        ]
        return _shown(request, staff, brand, sort, texts, status=422, errors=errors)
    except approvals.WaitsAlready:
        return _undone(request, brand, sort, _("A second person is asked already."))
    return go(_place(brand, sort))


def _shown(
    request: HttpRequest,
    staff: Staff,
    brand: Brand,
    sort: Sort,
    texts: dict[str, str],
    *,
    status: int = 200,
    errors: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    at, number = timezone.now(), request.POST.get("case", "").strip()[:20]
    complaint = complaint_to_show(staff, brand, number)
    proposal = waiting(brand, sort)
    return page(
        request,
        "letter_template",
        staff,
        status=status,
        section="complaints",
        brand=brand,
        sort=sort,
        letter=sort_words(sort),
        texts=[(language, LANGUAGES[language], text) for language, text in texts.items()],
        errors=errors or (),
        fields=[("{{" + name + "}}", words) for name, words in field_words().items()],
        previews=() if errors else previews_of(texts, sort, brand, staff, complaint, at),
        case=number,
        is_case_unknown=bool(number) and complaint is None,
        versions=template_versions(brand.pk, sort),
        proposal=proposal,
        proposed=json.loads(proposal.content).items() if proposal else (),
        is_own=proposal is not None and proposal.proposed_by_id == staff.pk,
        needs_second=needs_second(brand),
        reason=request.POST.get("reason", ""),
    )


def _texts_to_begin(request: HttpRequest, brand: Brand, sort: Sort) -> dict[str, str]:
    earlier = version_of(brand, sort, request.GET.get("version", "")[:9])
    return texts_of(earlier, sort) if earlier else texts_in_use(brand, sort)


def _brand(staff: Staff, code: str) -> Brand | None:
    return next((each for each in brands_with(staff, Permission.APPROVE_CHARTER) if each.code == code), None)


def _place(brand: Brand, sort: str) -> str:
    return f"/desk/letters/{brand.code}/{sort}/"


def _undone(request: HttpRequest, brand: Brand, sort: str, detail: str) -> HttpResponse:
    return error_page(
        request, 409, detail=detail, next_url=_place(brand, sort), next_label=_("Back to the letter")
    )
