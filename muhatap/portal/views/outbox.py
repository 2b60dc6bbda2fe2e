"""Links that no mail server has taken yet, for staff who may read the outbox."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.kernel.actors import Actor
from muhatap.portal import operations as portal
from muhatap.portal import queries
from muhatap.ui.errors import error_page


@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """Show the mails with links of the brands whose outbox this member of staff may read."""
    if not request.user.is_authenticated:
        return error_page(request, 403)
    scope = scope_of(request.user)
    # A link opens a case, so it is shown to nobody who reads no cases.
    readable = set(scope.brand_ids_with(Permission.READ_CASES))
    brand_ids = [each for each in scope.brand_ids_with(Permission.READ_OUTBOX) if each in readable]
    if not brand_ids:
        return error_page(request, 403)
    at, by = timezone.now(), Actor.staff(request.user.pk)
    waiting = [
        (link, *portal.text_of(link=link, by=by, at=at)) for link in queries.links_waiting(brand_ids, at)
    ]
    response = render(request, "portal/outbox.html", {"waiting": waiting})
    response["Cache-Control"] = "private, no-store"
    return response
