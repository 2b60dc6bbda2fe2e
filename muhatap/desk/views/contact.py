"""The end of a contact: a case, or a complaint with its record; a complaint without one cannot be ended."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.cases.queries import case_visible_to
from muhatap.channels.contract import Sender
from muhatap.desk import queries
from muhatap.desk.complaints.contact import ContactForm
from muhatap.desk.operations.contacting import Contact, log_contact
from muhatap.desk.views.door import actor, go, on_desk, page
from muhatap.topics.queries import topics_of
from muhatap.topics.questions import words


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.ANSWER_CASES)
def log(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Log a contact; as a complaint it gets its record and number at once."""
    choices = {
        f"{brand.code}:{topic.code}": (brand, topic)
        for brand in queries.brands_with(staff, Permission.ANSWER_CASES)
        for topic in topics_of(brand.id)
    }
    names = [
        (code, words(topic.names, (get_language() or "", brand.default_language)) or topic.code)
        for code, (brand, topic) in choices.items()
    ]
    form = ContactForm(request.POST if request.method == "POST" else None, topics=names)
    if request.method != "POST" or not form.is_valid():
        return page(request, "complaint/contact", staff, 422 if form.is_bound else 200, form=form)
    given, at = form.cleaned_data, timezone.now()
    brand, topic = choices[given["topic"]]
    is_complaint = given["ending"] == "complaint"
    case = log_contact(
        contact=Contact(
            brand_id=brand.id,
            topic=topic.code,
            channel=given["channel"],
            sender=Sender(given["name"], given["email"], given["phone"]),
            subject=given["subject"],
            text=given["text"].replace("\r\n", "\n"),
            heard_at=given["heard_at"] or at,
            is_complaint=is_complaint,
            points=given["points"].splitlines(),
            remedy_sought=given["sought"],
        ),
        by=actor(staff),
        at=at,
    )
    messages.success(request, _("Case %(number)s is open.") % {"number": case.number})
    seen = case_visible_to(staff, case.number)
    if seen is None:
        return go("/desk/")
    return go(f"/desk/cases/{case.number}/{'complaint/' if is_complaint else ''}")
