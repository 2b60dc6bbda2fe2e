"""What does not work: said by staff who may, told on in updates, ended."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.desk import queries as desk_queries
from muhatap.desk.registers.forms import IncidentForm, UpdateForm
from muhatap.desk.views.door import actor, go, missing, on_desk, page
from muhatap.incidents import operations as incidents
from muhatap.incidents.models import Incident, Sort, State
from muhatap.incidents.queries import incident_visible_to, incidents_visible_to
from muhatap.incidents.spans import Effect
from muhatap.incidents.wording import EFFECT_WORDS, STATE_WORDS, part_names, said_in

_PLACE = "/desk/standing/"


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.TELL_STANDING)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List what was said of the standing of services, and say something new."""
    brands = desk_queries.brands_with(staff, Permission.TELL_STANDING)
    asked = request.POST.get("brand") or request.GET.get("brand", "")
    brand = next((each for each in brands if each.code == asked), None)
    if asked and brand is None:
        return missing(request)
    brand = brand or brands[0]
    parts = part_names(brand, _languages(brand))
    form = IncidentForm(
        request.POST if request.method == "POST" else None,
        brand=brand,
        parts=list(parts.items()),
        initial={"components": request.GET.getlist("part"), "effect": request.GET.get("effect", "slow")},
    )
    if form.is_bound and form.is_valid():
        opened = _open(form, brand, staff)
        if opened is not None:
            messages.success(request, _("Said. Everybody reads it on the status page."))
            return go(f"{_PLACE}{opened.id}/")
    at = timezone.now()
    rows = [(each, _title(each), _parts(each), *_how(each, at)) for each in incidents_visible_to(staff)]
    return page(
        request,
        "registers/standing",
        staff,
        422 if form.is_bound else 200,
        section="standing",
        form=form,
        rows=rows,
        brand=brand,
        brands=brands,
        lasting=[row for row in rows if row[4]],
        over=[row for row in rows if not row[4]],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.TELL_STANDING)
def incident(request: HttpRequest, staff: Staff, incident: int) -> HttpResponse:
    """Show one incident with everything that was said, and say more."""
    found = incident_visible_to(staff, incident)
    if found is None:
        return missing(request)
    at = timezone.now()
    form = UpdateForm(
        request.POST if request.method == "POST" else None,
        incident=found,
        initial={"state": found.state, "effect": found.effect},
    )
    if form.is_bound and form.is_valid() and _update(form, found, staff):
        messages.success(request, _("Said. Everybody reads it on the status page."))
        return go(f"{_PLACE}{found.id}/")
    state, lasts = _how(found, at)
    said = [
        (each, STATE_WORDS[State(each.state)], EFFECT_WORDS[Effect(each.effect)], list(each.texts.values()))
        for each in found.said
    ]
    return page(
        request,
        "registers/incident",
        staff,
        422 if form.is_bound else 200,
        section="standing",
        incident=found,
        title=_title(found),
        parts=_parts(found),
        state=state,
        lasts=lasts,
        said=said,
        form=form,
    )


def _open(form: IncidentForm, brand: Brand, staff: Staff) -> Incident | None:
    at = timezone.now()
    new = incidents.NewIncident(
        sort=Sort(form.cleaned_data["sort"]),
        components=form.cleaned_data["components"],
        effect=Effect(form.cleaned_data["effect"]),
        titles=form.words("title"),
        texts=form.words("text"),
        begins_at=form.cleaned_data["begins_at"] or at,
        until_at=form.cleaned_data["until_at"],
    )
    try:
        return incidents.open_incident(brand=brand, new=new, by=actor(staff), at=at)
    except incidents.LacksWords as lacking:
        form.add_error(f"{lacking.field}_{lacking.language}", _("Write it in this language too."))
    except incidents.NotATime:
        wrong = "until_at" if new.sort == Sort.MAINTENANCE or new.until_at else "begins_at"
        form.add_error(wrong, _("What is wrong now began before now; maintenance begins and ends later."))
    return None


def _update(form: UpdateForm, found: Incident, staff: Staff) -> bool:
    at = timezone.now()
    update = incidents.Update(
        state=State(form.cleaned_data["state"]),
        effect=Effect(form.cleaned_data["effect"]),
        texts=form.words("text"),
        holds_at=form.cleaned_data["holds_at"] or at,
        until_at=form.cleaned_data.get("until_at"),
    )
    try:
        incidents.update_incident(incident=found, update=update, by=actor(staff), at=at)
    except incidents.LacksWords as lacking:
        form.add_error(f"{lacking.field}_{lacking.language}", _("Write it in this language too."))
    except incidents.NotATime:
        form.add_error("holds_at", _("It holds since a moment after what was said before, and not ahead."))
    except incidents.NotAState:
        form.add_error("state", _("Maintenance is done after it began, and called off only before."))
    except incidents.EndedAlready:
        form.add_error(None, _("It is over already. Say what is new as something new."))
    return form.is_valid()


def _languages(brand: Brand) -> tuple[str, str]:
    return get_language() or "", brand.default_language


def _title(row: Incident) -> str:
    return said_in(row.titles, _languages(row.brand))


def _parts(row: Incident) -> str:
    names = part_names(row.brand, _languages(row.brand))
    return ", ".join(names.get(code, code) for code in row.components)


def _how(row: Incident, at: object) -> tuple[str, bool]:
    ended = row.ends_by(at)
    if ended is not None and row.ended_at is None:
        return str(STATE_WORDS[State.DONE]), False
    return str(STATE_WORDS[State(row.state)]), ended is None
