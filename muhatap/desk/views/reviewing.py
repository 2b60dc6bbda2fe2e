"""The review list: doubtful mails, each with both cases, until a person decides."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases import operations as cases
from muhatap.cases.queries import case_visible_to
from muhatap.channels.models import Doubt
from muhatap.channels.operations import reviewing
from muhatap.desk.doubts import doubt_faces, doubt_visible_to
from muhatap.desk.joined import refusal_words
from muhatap.desk.views.door import actor, go, missing, on_desk, page, refused
from muhatap.ui.errors import error_page

_PLACE = "/desk/review/"


@require_safe
@on_desk(Permission.READ_CASES)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show every doubtful mail that waits for a decision."""
    return page(request, "review", staff, doubts=doubt_faces(staff))


@require_POST
@on_desk(Permission.ANSWER_CASES)
def decide(request: HttpRequest, staff: Staff, doubt: int) -> HttpResponse:
    """Put the mail into the case that it names, leave it in its own, or close that as an attack."""
    found = doubt_visible_to(staff, doubt)
    if found is None:
        return missing(request)
    if not scope_of(staff).may(Permission.ANSWER_CASES, found.brand_id):
        return refused(request)
    decision = request.POST.get("decision", "")
    if decision == reviewing.JOINED and case_visible_to(staff, found.quoted.number) is None:
        return missing(request)
    try:
        said = _decided(found, decision, staff)
    except cases.CannotJoin as refusal:
        return _unfit(request, refusal_words(refusal.code))
    except (reviewing.Settled, cases.CannotMove):
        return _unfit(request, _("Somebody decided about this mail meanwhile."))
    if not said:
        return _unfit(request, _("Choose what to do with the mail."), 400)
    messages.success(request, said)
    return go(_PLACE)


def _decided(doubt: Doubt, decision: str, staff: Staff) -> str:
    """Do what was decided and say it; empty for no decision at all."""
    how = {"doubt": doubt, "by": actor(staff), "at": timezone.now()}
    match decision:
        case reviewing.JOINED:
            into = reviewing.settle_as_joined(**how)
            said = {"number": doubt.case.number, "into": into.number}
            return (
                _("Case %(number)s goes on in %(into)s. On either page the two can be parted again.") % said
            )
        case reviewing.OWN:
            reviewing.settle_as_own(**how)
            return _("Case %(number)s stays on its own.") % {"number": doubt.case.number}
        case reviewing.SPAM:
            reviewing.settle_as_spam(**how)
            return _("Case %(number)s is closed as spam. Nobody was written to.") % {
                "number": doubt.case.number
            }
        case _:
            return ""


def _unfit(request: HttpRequest, detail: str, status: int = 409) -> HttpResponse:
    return error_page(
        request, status, detail=detail, next_url=_PLACE, next_label=_("Back to the review list")
    )
