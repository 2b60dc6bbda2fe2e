"""Side conversations: turning to somebody outside, writing on, and who takes part beside the customer."""

from collections.abc import Collection, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.people import Person
from muhatap.cases.queries import participant_of, side_conversation_of
from muhatap.cases.statuses import ParticipantRole
from muhatap.desk import operations as desk
from muhatap.desk.copies import customer_among, of_other_customers, own_among, read_people
from muhatap.desk.forms import AsideForm
from muhatap.desk.forwarding import Passage, passages_of, with_passages
from muhatap.desk.uploads import read_uploads
from muhatap.desk.views.door import actor, go, missing, of_case, page, place_of_case

_CHOSEN = {"copied": ParticipantRole.COPIED, "declined": ParticipantRole.DECLINED}
_LONGEST = 100_000


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def new(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Choose what is passed on to whom, and send it as the first mail of a side conversation."""
    passages = passages_of(case)
    if request.method != "POST":
        chosen = {request.GET.get("message", "")}
        form = AsideForm(initial={"subject": case.subject})
        return _shown(request, staff, case, passages, form, chosen)
    form = AsideForm(request.POST)
    chosen = set(request.POST.getlist("messages"))
    picked = set(request.POST.getlist("attachments"))
    uploads, errors = read_uploads(request.FILES.getlist("files"))
    people: tuple[Person, ...] = ()
    others: tuple[str, ...] = ()
    if form.is_valid():
        people, wrong = read_people(form.cleaned_data["to"])
        for error in (*wrong, *own_among(case, people), *customer_among(case, people)):
            form.add_error("to", error)
        others = of_other_customers(case, tuple(each.email for each in people))
        others = tuple(each for each in others if each not in request.POST.getlist("other_customer"))
        if others:
            form.add_error("to", _("An address belongs to another customer. Take it out, or confirm it."))
        if not people and not wrong:
            form.add_error("to", _("Write at least one address."))
    for error in errors:
        form.add_error(None, error)
    if not form.is_valid():
        return _shown(request, staff, case, passages, form, chosen, picked, others)
    given = form.cleaned_data
    quoted = [each for each in passages if str(each.message.id) in chosen]
    desk.turn_outside(
        case=case,
        subject=given["subject"],
        people=people,
        outward=desk.Outward(
            text=with_passages(given["text"].replace("\r\n", "\n"), quoted, case),
            files=uploads,
            attachments=[one for each in passages for one in each.files if str(one.id) in picked],
            waits=given["wait"],
        ),
        staff=staff,
        by=actor(staff),
        at=timezone.now(),
    )
    messages.success(request, _("Sent outside. The customer sees nothing of it."))
    return go(place_of_case(case))


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def write(request: HttpRequest, staff: Staff, case: Case, side: int) -> HttpResponse:
    """Write on in a side conversation."""
    found = side_conversation_of(case, side)
    if found is None:
        return missing(request)
    if request.method != "POST":
        return go(place_of_case(case))
    text = request.POST.get("text", "").replace("\r\n", "\n")
    uploads, errors = read_uploads(request.FILES.getlist("files"))
    if len(text) > _LONGEST:
        errors += (_("The text is too long. Send the rest as a file."),)
    if not text.strip() and not uploads:
        errors += (_("Write something, or add a file."),)
    if errors:
        for error in errors:
            messages.error(request, error)
        return go(place_of_case(case, request.GET.urlencode()))
    outward = desk.Outward(text=text, files=uploads, waits=request.POST.get("wait") == "1")
    desk.write_outside(side=found, outward=outward, by=actor(staff), at=timezone.now())
    messages.success(request, _("Sent outside. The customer sees nothing of it."))
    return go(place_of_case(case, request.GET.urlencode()))


@require_POST
@of_case(Permission.ANSWER_CASES)
def decide_participant(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Let somebody get copies from now on, or take no part any more."""
    asked = request.POST.get("participant", "")
    is_id = asked.isdecimal() and len(asked) < 20
    found = participant_of(case, int(asked)) if is_id else None
    role = _CHOSEN.get(request.POST.get("role", ""))
    if found is None or role is None:
        return missing(request)
    person = Person(found.email, found.name)
    cases.name_participant(case=case, person=person, role=role, by=actor(staff), at=timezone.now())
    said = {"email": found.email}
    if role is ParticipantRole.COPIED:
        messages.success(request, _("%(email)s gets copies of your replies from now on.") % said)
    else:
        messages.success(request, _("%(email)s takes no part any more.") % said)
    return go(place_of_case(case, request.GET.urlencode()))


def _shown(
    request: HttpRequest,
    staff: Staff,
    case: Case,
    passages: Sequence[Passage],
    form: AsideForm,
    chosen: set[str],
    picked: Collection[str] = (),
    others: tuple[str, ...] = (),
) -> HttpResponse:
    rows = [
        (
            each,
            str(each.message.id) in chosen,
            [(one, str(one.id) in picked) for one in each.files],
        )
        for each in passages
    ]
    status = 422 if form.is_bound else 200
    return page(request, "aside", staff, status, case=case, form=form, rows=rows, others=others)
