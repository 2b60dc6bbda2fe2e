"""The mail of a page: short, to the person on call, from the brand's own address."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.audit.recording import unit_of_work
from muhatap.channels.adapters.email import composing, smtp
from muhatap.channels.adapters.email.letter_html import Frame, letter_html
from muhatap.channels.adapters.email.sending import server_from
from muhatap.channels.adapters.email.signing import stamped
from muhatap.channels.contract import NotReady
from muhatap.kernel.actors import Actor
from muhatap.promises.models import Clock, ClockStep

_log = logging.getLogger("muhatap.pages")
_BATCH = 50


def mail_pages(*, by: Actor, at: datetime) -> int:
    """Mail the pages that went out since the last time; returns how many, 0 while no mail server is set.

    Only the newest page of a step is mailed, and none that nobody waits for any more; nothing of what the
    customer wrote goes into the mail.
    """
    try:
        server = server_from(settings.MUHATAP_SMTP_URL)
    except NotReady:
        return 0
    steps = (
        ClockStep.objects.filter(
            page_next_at__isnull=False, page_mailed__lt=F("page_count"), clock__stopped_at__isnull=True
        )
        .select_related("paged", "clock__promise", "clock__case__brand")
        .order_by("paged_at", "id")
    )
    return sum(_mail(step, server, by=by, at=at) for step in list(steps[:_BATCH]))


def _mail(step: ClockStep, server: smtp.SmtpServer, *, by: Actor, at: datetime) -> int:
    person, count = step.paged, step.page_count
    brand = step.clock.case.brand
    said = brand.contact.get("sender") or {}
    sender = said.get("email") or brand.contact.get("email") or ""
    try:
        raw = stamped(_composed(step, person, sender), brand_id=brand.id, sender=sender, at=at)
        smtp.deliver(server, sender, (person.email,), raw)
    except smtp.Retry as error:
        _log.warning("page %s could not be mailed yet: %s", step.id, error)
        return 0
    except (smtp.NotDelivered, NotReady, ValueError) as error:
        _log.warning("page %s cannot be mailed: %s", step.id, error)
    with unit_of_work():
        ClockStep.objects.filter(id=step.id, page_mailed__lt=count).update(page_mailed=count)
    return 1


def _composed(step: ClockStep, person: Staff, sender: str) -> bytes:
    case = step.clock.case
    said = case.brand.contact.get("sender") or {}
    subject, text = _page_words(step.clock, person, step.page_count)
    frame = Frame(
        case.brand.name,
        subject,
        case.number,
        person.language,
        said.get("colour", ""),
        is_automatic=True,
    )
    mail = composing.OutgoingMail(
        from_name=said.get("name") or case.brand.name,
        from_address=sender,
        to=(person.email,),
        subject=subject,
        text=text,
        html=letter_html(text, frame),
        message_id=f"<page-{step.id}-{step.page_count}@{sender.rpartition('@')[2]}>",
        sent_at=step.paged_at,
        auto="auto-generated",
        language=person.language,
    )
    return composing.compose(mail)


def _page_words(clock: Clock, person: Staff, count: int) -> tuple[str, str]:
    """Subject and text of a page, in the language and the zone of the person on call."""
    case = clock.case
    with translation.override(person.language), timezone.override(ZoneInfo(person.zone)):
        promise = clock.promise.names.get(person.language) or next(iter(clock.promise.names.values()), "")
        said = {
            "number": case.number,
            "promise": promise,
            "limit": date_format(timezone.localtime(clock.limit_at), "j F Y H:i"),
        }
        lines = [
            _("You are paged for case %(number)s. %(promise)s: at the latest by %(limit)s.") % said,
            _("Open the case and choose “I am on it”. Until somebody does, the next person is paged:"),
            f"{settings.MUHATAP_ORIGIN}/desk/cases/{case.number}/",
        ]
        if count > 1:
            lines.insert(1, _("This is page number %(count)d; nobody has answered yet.") % {"count": count})
        return _("Page: case %(number)s") % said, "\n\n".join([*lines, case.brand.name]) + "\n"
