"""Live chats on the desk: taking part, passing on, ending, writing up, and keeping somebody out."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import colleagues_in, scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case
from muhatap.channels.chat_models import Chat
from muhatap.channels.chat_queries import block_of_brands, blocks_of, chat_of_case
from muhatap.channels.operations import blocking, chat_desk, chatting
from muhatap.desk import about_case
from muhatap.desk.chats import chat_face, chats_for, identity_requests_of, identity_topics_of
from muhatap.desk.operations.identity import (
    NothingSaid,
    NotToTell,
    issue_identity_request,
    tell_identity_request,
)
from muhatap.desk.views.door import actor, go, missing, of_case, on_desk, page, place_of_case

_DAYS = {"1": timedelta(days=1), "7": timedelta(days=7), "30": timedelta(days=30)}


@require_safe
@on_desk(Permission.ANSWER_CASES)
def show_all(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List the chats that wait and those that she has."""
    waiting, mine = chats_for(staff, timezone.now())
    return page(request, "chats", staff, waiting=waiting, mine=mine)


@require_safe
@of_case(Permission.ANSWER_CASES)
def show(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Show the live side of a case; whoever looks has read."""
    at = timezone.now()
    face = chat_face(staff, case, at)
    if face is None:
        return missing(request)
    if face.is_hers:
        chat_desk.note_staff_read(chat=face.chat, seq=face.chat.last_seq, by=actor(staff), at=at)
    return render(request, "desk/_chat.html", {"face": face, "chat": face.chat, "case": case})


@require_POST
@of_case(Permission.ANSWER_CASES)
def accept(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Take part in a chat."""
    chat = chat_of_case(case)
    if chat is None:
        return missing(request)
    try:
        chat_desk.accept_chat(chat=chat, staff=staff, by=actor(staff), at=timezone.now())
        messages.success(request, _("You take part. The visitor reads your name."))
    except chat_desk.TakenAlready as taken:
        messages.warning(request, _("%(name)s was quicker and takes part already.") % {"name": taken})
    return go(place_of_case(case))


@require_POST
@of_case(Permission.ANSWER_CASES)
def pass_on(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Give the chat to a colleague or a queue, with a summary."""
    chat = chat_of_case(case)
    kind, _sep, chosen = request.POST.get("to", "").partition(":")
    number = int(chosen) if chosen.isdecimal() and len(chosen) < 20 else 0
    to = next((each for each in colleagues_in(case.brand_id) if kind == "staff" and each.pk == number), None)
    queue = about_case.queue_of_brand(case, number) if kind == "queue" and number else None
    if chat is None or (to is None and queue is None):
        return missing(request)
    summary = request.POST.get("summary", "").strip()[:4000]
    if not summary:
        messages.error(request, _("Say in a sentence what it is about, so that nothing is asked twice."))
        return go(place_of_case(case))
    chat_desk.pass_on_chat(chat=chat, to=to, queue=queue, summary=summary, by=actor(staff), at=timezone.now())
    messages.success(request, _("Passed on. The visitor reads who takes over."))
    return go(place_of_case(case))


@require_POST
@of_case(Permission.ANSWER_CASES)
def identity(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Give the visitor the number of an identity request: a new one, or one that she has."""
    at, number = timezone.now(), request.POST.get("number", "")[:20]
    known = next((each for each in identity_requests_of(staff, case) if each.number == number), None)
    code = request.POST.get("topic", "")[:40]
    topic = next((each for each in identity_topics_of(case) if each.code == code), None)
    if chat_of_case(case) is None or (known is None and topic is None):
        return missing(request)
    try:
        if known is not None:
            tell_identity_request(case=case, request=known, by=actor(staff), at=at)
        else:
            known = issue_identity_request(case=case, topic=topic, by=actor(staff), at=at)
    except NotToTell:
        messages.error(request, _("It is not sure that it is she. Send the private link, or open a new one."))
        return go(place_of_case(case))
    except NothingSaid:
        messages.error(request, _("The visitor has written nothing yet."))
        return go(place_of_case(case))
    messages.success(request, _("The visitor reads the number %(number)s.") % {"number": known.number})
    return go(place_of_case(case))


@require_POST
@of_case(Permission.ANSWER_CASES)
def end(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """End the live talk."""
    chat = chat_of_case(case)
    if chat is None:
        return missing(request)
    chatting.end_chat(chat=chat, ended_by="staff", by=actor(staff), at=timezone.now())
    messages.success(request, _("The chat has ended. Write down what is left to do, then you are free."))
    return go(place_of_case(case))


@require_POST
@of_case(Permission.ANSWER_CASES)
def wrap_up(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Say that what was left to do after the chat is done."""
    chat = chat_of_case(case)
    if chat is None:
        return missing(request)
    chat_desk.wrap_up_chat(chat=chat, staff=staff, by=actor(staff), at=timezone.now())
    messages.success(request, _("Done. You can take the next one."))
    return go("/desk/chats/")


@require_POST
@of_case(Permission.ANSWER_CASES)
def block(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Let nobody chat from where this chat came, for a time."""
    chat: Chat | None = chat_of_case(case)
    lasts, reason = _DAYS.get(request.POST.get("days", "")), request.POST.get("reason", "").strip()
    if chat is None:
        return missing(request)
    if lasts is None or not reason:
        messages.error(request, _("Say why and for how long."))
        return go(place_of_case(case))
    try:
        blocking.block_visitor(
            chat=chat, staff=staff, reason=reason, lasts=lasts, by=actor(staff), at=timezone.now()
        )
        messages.success(request, _("Blocked for chats. Mail, form and complaints stay open."))
    except blocking.NobodyToBlock:
        messages.error(request, _("Nothing is known of where this chat comes from."))
    return go(place_of_case(case))


@require_safe
@on_desk(Permission.ANSWER_CASES)
def blocks(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List who cannot begin chats now."""
    brands = scope_of(staff).brand_ids_with(Permission.ANSWER_CASES)
    return page(request, "chat_blocks", staff, blocks=blocks_of(brands, timezone.now()))


@require_POST
@on_desk(Permission.ANSWER_CASES)
def lift(request: HttpRequest, staff: Staff, block: int) -> HttpResponse:
    """Lift a block."""
    found = block_of_brands(block, scope_of(staff).brand_ids_with(Permission.ANSWER_CASES))
    if found is None:
        return missing(request)
    blocking.lift_block(block=found, staff=staff, by=actor(staff), at=timezone.now())
    messages.success(request, _("Lifted. Chats can be begun from there again."))
    return go("/desk/chats/blocks/")
