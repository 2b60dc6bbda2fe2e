"""The mail that came in: the account of every mailbox, and each mail that is in no case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.channels.adapters.email import filing
from muhatap.channels.adapters.email.hooks import take_in_again
from muhatap.channels.adapters.whatsapp import hearing as whatsapp
from muhatap.channels.models import VaultItem, VaultState
from muhatap.desk import intake_queries
from muhatap.desk.intake_queries import Exceptional
from muhatap.desk.intake_words import OutsideFace, outside_face, way_in
from muhatap.desk.views.door import go, missing, on_desk, page


@require_safe
@on_desk(Permission.READ_OUTBOX)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show what came, where it is, and what is in no case."""
    asked = request.GET.get("which", "")
    which = Exceptional(asked) if asked in set(Exceptional) else Exceptional.ALL
    tallies = [(each, way_in(each.mailbox)) for each in intake_queries.tallies_of(staff)]
    return page(
        request,
        "intake",
        staff,
        tallies=tallies,
        stored=sum(each.stored for each, _way in tallies),
        in_case=sum(each.in_case for each, _way in tallies),
        set_aside=sum(each.set_aside for each, _way in tallies),
        waiting=sum(each.waiting for each, _way in tallies),
        faces=_faces(staff, which),
        which=which.value,
        several=len({each.mailbox.brand_id for each, _way in tallies}) > 1,
    )


@require_POST
@on_desk(Permission.READ_OUTBOX)
def try_again(request: HttpRequest, staff: Staff, item: int) -> HttpResponse:
    """File a mail again by the same rules."""
    return _filed(request, staff, item, filing.file_again)


@require_POST
@on_desk(Permission.READ_OUTBOX)
def open_case(request: HttpRequest, staff: Staff, item: int) -> HttpResponse:
    """Make a case of a mail that a rule put aside."""
    return _filed(request, staff, item, filing.file_by_hand)


def _faces(staff: Staff, which: Exceptional) -> list[OutsideFace]:
    readable = scope_of(staff).brand_ids_with(Permission.READ_CASES)
    found = intake_queries.mails_outside(staff, which)
    return [outside_face(item, may_read=item.brand_id in readable) for item in found]


def _filed(request: HttpRequest, staff: Staff, item: int, file) -> HttpResponse:
    found = intake_queries.mails_outside_visible_to(staff).filter(id=item).first()
    if found is None:
        return missing(request)
    at = timezone.now()
    match found.source.partition(":")[0]:
        case "hook":
            filed = take_in_again(item=found, at=at)
        case "whatsapp" | "whatsapp-hook":
            filed = whatsapp.take_in_again(item=found, at=at)
        case _:
            filed = file(item=found, at=at)
    _say(request, filed)
    return go("/desk/intake/")


def _say(request: HttpRequest, filed: VaultItem) -> None:
    if filed.state == VaultState.IN_CASE and filed.case is not None:
        messages.success(request, _("The mail is now in case %(number)s.") % {"number": filed.case.number})
    elif filed.reason.startswith("became:"):
        messages.success(request, _("The request was read; its mail is in its mailbox."))
    elif filed.state == VaultState.SET_ASIDE and not filed.reason.startswith("failed:"):
        messages.info(request, _("The same rule put the mail aside again."))
    else:
        messages.error(request, _("It failed again; the mail stays here and nothing of it is lost."))
