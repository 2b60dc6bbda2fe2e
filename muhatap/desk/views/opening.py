"""A new case by staff: somebody called, raised another matter, or is written to first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.cases.queries import case_visible_to
from muhatap.cases.statuses import Author
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.desk import about_case, queries
from muhatap.desk import operations as desk
from muhatap.desk.case_page.text import text_markup
from muhatap.desk.forms import FirstMailForm, NewCaseForm, OtherMatterForm
from muhatap.desk.uploads import read_uploads
from muhatap.desk.views.door import actor, go, missing, of_case, on_desk, page, place_of_case
from muhatap.topics.models import Topic
from muhatap.topics.queries import topics_of
from muhatap.topics.questions import words


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.ANSWER_CASES)
def new_case(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Open a case for somebody on the telephone, through the one way in."""
    choices = _topics(queries.brands_with(staff, Permission.ANSWER_CASES))
    form = NewCaseForm(
        request.POST if request.method == "POST" else None,
        topics=[(code, name) for code, (name, _brand, _topic) in choices.items()],
    )
    if request.method != "POST" or not form.is_valid():
        return page(request, "new", staff, 422 if form.is_bound else 200, form=form)
    given = form.cleaned_data
    _name, brand, topic = choices[given["topic"]]
    at = timezone.now()
    receipt = channels.receive(
        inbound=InboundMessage(
            brand_id=brand.id,
            channel="phone",
            sender=Sender(name=given["name"], email=given["email"], phone=given["phone"]),
            subject=given["subject"],
            text=given["text"].replace("\r\n", "\n"),
            topic=topic.code,
            received_at=at,
        ),
        by=actor(staff),
        at=at,
    )
    case = case_visible_to(staff, receipt.number)
    messages.success(request, _("Case %(number)s is open.") % {"number": receipt.number})
    return go(place_of_case(case) if case else "/desk/")


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.ANSWER_CASES)
def write_first(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Write a mail to a customer that opens a case."""
    choices = _topics(queries.brands_with(staff, Permission.ANSWER_CASES))
    form = FirstMailForm(
        request.POST if request.method == "POST" else None,
        topics=[(code, name) for code, (name, _brand, _topic) in choices.items()],
    )
    uploads, errors = read_uploads(request.FILES.getlist("files"))
    if request.method == "POST":
        for error in errors:
            form.add_error(None, error)
    if request.method != "POST" or not form.is_valid():
        return page(request, "write", staff, 422 if form.is_bound else 200, form=form)
    given = form.cleaned_data
    _name, brand, topic = choices[given["topic"]]
    case = desk.write_first(
        mail=desk.FirstMail(
            brand=brand,
            topic=topic,
            email=given["email"],
            name=given["name"],
            subject=given["subject"],
            text=given["text"].replace("\r\n", "\n"),
            language=given["language"],
            files=uploads,
        ),
        staff=staff,
        by=actor(staff),
        at=timezone.now(),
    )
    messages.success(
        request, _("Case %(number)s is open and the mail is on its way.") % {"number": case.number}
    )
    return go(place_of_case(case))


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def from_message(request: HttpRequest, staff: Staff, case: Case, message: int) -> HttpResponse:
    """Open a new case for another matter that the customer raised in a message."""
    found = about_case.message_of(case, message)
    if found is None or found.author != Author.CUSTOMER or found.erased_at is not None:
        return missing(request)
    choices = _topics([case.brand])
    form = OtherMatterForm(
        request.POST if request.method == "POST" else None,
        topics=[(code, name) for code, (name, _brand, _topic) in choices.items()],
        initial={"subject": case.subject},
    )
    if request.method != "POST" or not form.is_valid():
        body = text_markup(found.text, found.masked)
        status = 422 if form.is_bound else 200
        return page(request, "new_from", staff, status, case=case, form=form, body=body, message=found)
    given = form.cleaned_data
    newer = desk.raise_as_new_case(
        case=case,
        message=found,
        topic=choices[given["topic"]][2],
        subject=given["subject"],
        by=actor(staff),
        at=timezone.now(),
    )
    messages.success(
        request, _("Case %(number)s is open. The customer is told its number.") % {"number": newer.number}
    )
    # Her role may not show her the queue in which it waits.
    return go(place_of_case(case_visible_to(staff, newer.number) or case))


def _topics(brands: list[Brand]) -> dict[str, tuple[str, Brand, Topic]]:
    """Every topic that she may open a case about, by brand and code."""
    choices = {}
    for brand in brands:
        for topic in topics_of(brand.id):
            name = words(topic.names, (get_language() or "", brand.default_language)) or topic.code
            label = f"{brand.name} · {name}" if len(brands) > 1 else name
            choices[f"{brand.code}:{topic.code}"] = (label, brand, topic)
    return choices
