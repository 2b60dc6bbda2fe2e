"""A new case by staff: somebody called."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.cases.queries import case_visible_to
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.desk import queries
from muhatap.desk.forms import NewCaseForm
from muhatap.desk.views.door import actor, go, on_desk, page, place_of_case
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
            topic=topic,
            received_at=at,
        ),
        by=actor(staff),
        at=at,
    )
    case = case_visible_to(staff, receipt.number)
    messages.success(request, _("Case %(number)s is open.") % {"number": receipt.number})
    return go(place_of_case(case) if case else "/desk/")


def _topics(brands: list[Brand]) -> dict[str, tuple[str, Brand, str]]:
    """Every topic that she may open a case about, by brand and code."""
    choices = {}
    for brand in brands:
        for topic in topics_of(brand.id):
            name = words(topic.names, (get_language() or "", brand.default_language)) or topic.code
            label = f"{brand.name} · {name}" if len(brands) > 1 else name
            choices[f"{brand.code}:{topic.code}"] = (label, brand, topic.code)
    return choices
