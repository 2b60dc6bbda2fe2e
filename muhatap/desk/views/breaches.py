"""The register of breaches: written down, known since, described, told the authority and the people."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.desk import queries as desk_queries
from muhatap.desk.registers.breach_page import breach_face, list_line
from muhatap.desk.registers.breach_paper import paper_of
from muhatap.desk.registers.forms import BreachForm, SuspicionForm
from muhatap.desk.registers.wording import LACKS
from muhatap.desk.views.breach_acts import ACTS, SECONDING, Wrong
from muhatap.desk.views.door import actor, go, missing, on_desk, page, refused
from muhatap.desk.views.registers import entry_door, open_first, table_door
from muhatap.letters.paper import NoPaper
from muhatap.privacy.breach_letters import authority_letter, people_letter
from muhatap.privacy.models import Breach
from muhatap.privacy.operations import breaches
from muhatap.privacy.queries.breaches import breach_visible_to, breaches_visible_to, register_rows

_PLACE = "/desk/breaches/"


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.READ_BREACHES)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List the breaches, and write down a suspicion."""
    brands = desk_queries.brands_with(staff, Permission.KEEP_BREACHES)
    if request.method == "POST" and not brands:
        return refused(request)
    at = timezone.now()
    form = SuspicionForm(request.POST if request.method == "POST" else None, brands=brands)
    if form.is_bound and form.is_valid():
        brand = next(each for each in brands if each.code == form.cleaned_data["brand"])
        try:
            opened = breaches.suspect_breach(
                brand=brand,
                title=form.cleaned_data["title"],
                found_at=form.cleaned_data["found_at"] or at,
                found_how=form.cleaned_data["found_how"],
                is_exercise=form.cleaned_data["is_exercise"],
                by=actor(staff),
                at=at,
            )
            return go(f"{_PLACE}{opened.id}/")
        except breaches.BreachLacks as lacking:
            form.add_error(lacking.field, LACKS[lacking.field])
    rows = [list_line(each, at) for each in breaches_visible_to(staff)]
    return page(
        request,
        "registers/breaches",
        staff,
        422 if form.is_bound else 200,
        section="breaches",
        form=form if brands else None,
        **open_first(rows, lambda row: row[0].is_open),
    )


@require_safe
@on_desk(Permission.READ_BREACHES)
def paper(request: HttpRequest, staff: Staff, breach: int) -> HttpResponse:
    """One breach with every step as a PDF, for the authority."""
    found = breach_visible_to(staff, breach)
    if found is None:
        return missing(request)
    try:
        pdf = paper_of(found, timezone.now())
    except NoPaper:
        messages.error(request, _("No PDF can be set on this machine. Take the table instead."))
        return go(f"{_PLACE}{found.id}/")
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="breach-{found.number}.pdf"'
    return response


@require_POST
@on_desk(Permission.READ_BREACHES)
def act(request: HttpRequest, staff: Staff, breach: int, name: str) -> HttpResponse:
    """Do one thing about a breach."""
    found = breach_visible_to(staff, breach)
    if found is None or name not in ACTS:
        return missing(request)
    needed = Permission.SECOND_BREACHES if name in SECONDING else Permission.KEEP_BREACHES
    if not scope_of(staff).may(needed, found.brand_id):
        return refused(request)
    try:
        ACTS[name](request, staff, found)
    except Wrong as wrong:
        return _shown(request, staff, found, trouble=str(wrong), form=wrong.form, status=wrong.status)
    return go(f"{_PLACE}{found.id}/")


def _shown(
    request: HttpRequest,
    staff: Staff,
    found: Breach,
    *,
    trouble: str = "",
    form: BreachForm | None = None,
    status: int = 200,
) -> HttpResponse:
    at = timezone.now()
    may_keep = scope_of(staff).may(Permission.KEEP_BREACHES, found.brand_id) and found.is_open
    known = {name: getattr(found, name) for name in BreachForm.base_fields if name != "countries"}
    language = found.brand.default_language
    return page(
        request,
        "registers/breach",
        staff,
        status,
        section="breaches",
        breach=found,
        may_keep=may_keep,
        may_second=scope_of(staff).may(Permission.SECOND_BREACHES, found.brand_id) and found.is_open,
        trouble=trouble,
        form=form or BreachForm(initial=known | {"countries": ", ".join(found.countries)}),
        people_letters=[(code, people_letter(found, code, staff.name)) for code in found.brand.languages],
        letter=request.POST.get("text") or authority_letter(found, language, staff.name),
        now=at,
        **breach_face(found, at),
    )


export = table_door("breaches", Permission.READ_BREACHES, register_rows)
breach = entry_door(Permission.READ_BREACHES, breach_visible_to, _shown)
