"""Letting automatic letters go to a marked address again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.desk.marked_addresses import marks_of_case
from muhatap.desk.views.door import actor, go, of_case, place_of_case


@require_POST
@of_case(Permission.ANSWER_CASES)
def clear(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Clear the mark that the form names, if the case still has it."""
    wanted = request.POST.get("mark", "")
    mark = next((each for each in marks_of_case(case) if str(each.id) == wanted), None)
    if mark is None:
        messages.warning(request, _("This address is not marked any more."))
    else:
        channels.clear_address(case=case, address=mark.address, by=actor(staff), at=timezone.now())
        messages.success(request, _("Automatic letters go to the address again."))
    return go(place_of_case(case))
