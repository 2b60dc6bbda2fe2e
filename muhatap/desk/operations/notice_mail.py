"""The mail of a notice, for whoever chose that; nothing of what the customer wrote goes along."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from muhatap.channels.adapters.email import composing, smtp
from muhatap.channels.adapters.email.letter_html import Frame, letter_html
from muhatap.channels.adapters.email.sending import server_from
from muhatap.channels.adapters.email.signing import stamped
from muhatap.channels.contract import NotReady
from muhatap.desk.noticing import notice_line
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications
from muhatap.notifications.models import Notice
from muhatap.notifications.queries import notices_to_mail

_log = logging.getLogger("muhatap.notices")
_BATCH = 50


def mail_notices(*, by: Actor, at: datetime) -> int:
    """Mail the notices that are due and still unread; returns how many went, 0 while no server is set."""
    due = notices_to_mail(at, _BATCH)
    if not due:
        return 0
    try:
        server = server_from(settings.MUHATAP_SMTP_URL)
    except NotReady:
        return 0
    done = [notice for notice in due if _is_settled(notice, server, at)]
    notifications.note_mailed(notice_ids=[notice.id for notice in done], by=by, at=at)
    return len(done)


def _is_settled(notice: Notice, server: smtp.SmtpServer, at: datetime) -> bool:
    if notice.read_at is not None and not notice.params.get("only_mail"):
        return True
    said = notice.brand.contact.get("sender") or {}
    sender = said.get("email") or notice.brand.contact.get("email") or ""
    try:
        raw = stamped(_composed(notice, sender, at), brand_id=notice.brand_id, sender=sender, at=at)
        smtp.deliver(server, sender, (notice.staff.email,), raw)
    except smtp.Retry as error:
        _log.warning("notice %s could not be mailed yet: %s", notice.id, error)
        return False
    except (smtp.NotDelivered, NotReady, ValueError) as error:
        _log.warning("notice %s cannot be mailed: %s", notice.id, error)
    return True


def _composed(notice: Notice, sender: str, at: datetime) -> bytes:
    person, brand = notice.staff, notice.brand
    with translation.override(person.language), timezone.override(ZoneInfo(person.zone)):
        line = notice_line(notice, at)
        place = f"/desk/cases/{line.number}/" if line.number else "/desk/notices/"
        subject = f"{line.text} · {line.number}" if line.number else line.text
        chosen = _("You chose to be told of this by mail. Your choices: %(address)s") % {
            "address": f"{settings.MUHATAP_ORIGIN}/desk/profile/notices/"
        }
        text = "\n\n".join([line.text, f"{settings.MUHATAP_ORIGIN}{place}", chosen, brand.name]) + "\n"
    said = brand.contact.get("sender") or {}
    frame = Frame(
        brand.name, subject, line.number, person.language, said.get("colour", ""), is_automatic=True
    )
    return composing.compose(
        composing.OutgoingMail(
            from_name=said.get("name") or brand.name,
            from_address=sender,
            to=(person.email,),
            subject=subject,
            text=text,
            html=letter_html(text, frame),
            message_id=f"<notice-{notice.id}@{sender.rpartition('@')[2]}>",
            sent_at=at,
            auto="auto-generated",
            language=person.language,
        )
    )
