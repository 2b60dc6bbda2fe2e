"""The delivery log of a case: everything that was written to its customer, and by which way it went."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.cases.joined import ids_with_followers
from muhatap.cases.models import Case
from muhatap.cases.telling import telling_of
from muhatap.channels.queries import sent_on
from muhatap.customers.queries import consent_of
from muhatap.desk.deliveries import delivery_face
from muhatap.desk.telling_wishes import telling_words
from muhatap.desk.views.door import of_case, page

_EXCERPT = 160


@require_safe
@of_case(Permission.READ_CASES)
def show(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Show every letter with every way by which it went, and how the customer wishes to be told."""
    now = timezone.now()
    letters = [
        (
            message,
            "" if message.erased_at else " ".join(message.text.split())[:_EXCERPT],
            message.staff.name if message.staff else _("automatic"),
            [(each, delivery_face(each, now)) for each in deliveries],
        )
        for message, deliveries in sent_on(ids_with_followers(case))
    ]
    return page(
        request,
        "sent",
        staff,
        case=case,
        letters=letters,
        wishes=telling_words(telling_of(case), case.language),
        is_own=case.telling is not None,
        consent=consent_of(case.customer_id, "marketing"),
    )
