"""The outbox: what waits to be sent and why, what could not be sent, what went out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.channels import operations as channels
from muhatap.channels.contract import NotReady
from muhatap.channels.models import Delivery, DeliveryState
from muhatap.channels.objection_links import without_token
from muhatap.channels.outbox import outbound_of
from muhatap.desk.case_page.telling_replies import stop_words
from muhatap.desk.deliveries import delivery_face, why_words
from muhatap.desk.outbox_queries import Standing, deliveries_in, delivery_visible_to, held_back
from muhatap.desk.views.door import actor, go, missing, on_desk, page
from muhatap.ui.errors import error_page


@require_safe
@on_desk(Permission.READ_OUTBOX)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show what waits, failed or was sent, and the replies that were kept from leaving."""
    asked = request.GET.get("standing", "")
    if asked == "held":
        held = [(each, stop_words(each.stopped_because)) for each in held_back(staff)]
        return page(request, "outbox", staff, held=held, standing=asked)
    standing = Standing(asked) if asked in set(Standing) else Standing.WAITING
    at = timezone.now()
    rows = [(each, delivery_face(each, at), why_words(each)) for each in deliveries_in(staff, standing)]
    return page(request, "outbox", staff, rows=rows, standing=standing.value)


@require_safe
@on_desk(Permission.READ_OUTBOX)
def show_delivery(request: HttpRequest, staff: Staff, delivery: int) -> HttpResponse:
    """Show one message as it goes out; its words only to those who read cases."""
    found = delivery_visible_to(staff, delivery)
    if found is None:
        return missing(request)
    may_read_text = scope_of(staff).may(Permission.READ_CASES, found.brand_id)
    return page(
        request,
        "delivery",
        staff,
        delivery=found,
        face=delivery_face(found, timezone.now()),
        may_read_text=may_read_text,
        text=_text(found) if may_read_text else "",
    )


@require_POST
@on_desk(Permission.READ_OUTBOX)
def try_again(request: HttpRequest, staff: Staff, delivery: int) -> HttpResponse:
    """Put a delivery at the head of the line."""
    found = delivery_visible_to(staff, delivery)
    if found is None:
        return missing(request)
    if found.state in (DeliveryState.SENT, DeliveryState.COMPLAINED):
        return error_page(
            request,
            409,
            detail=_("This message was sent already."),
            next_url="/desk/outbox/",
            next_label=_("Back to the outbox"),
        )
    channels.try_again(delivery=found, by=actor(staff), at=timezone.now())
    messages.success(request, _("It is tried again now."))
    return go(f"/desk/outbox/{found.id}/")


def _text(delivery: Delivery) -> str:
    """The words as they go out; without a sender address, the message alone."""
    try:
        return without_token(outbound_of(delivery).text)
    except NotReady:
        return delivery.message.text
