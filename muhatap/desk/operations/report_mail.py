"""Mailing the reports that staff subscribed to, as PDF and CSV."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.channels.adapters.email import composing, smtp
from muhatap.channels.adapters.email.sending import server_from
from muhatap.channels.adapters.email.signing import stamped
from muhatap.channels.contract import NotReady
from muhatap.desk.insights.mailed import period_before, report_of
from muhatap.kernel.actors import Actor
from muhatap.reports import operations as reports
from muhatap.reports.models import Subscription
from muhatap.reports.queries import subscriptions_due

_log = logging.getLogger("muhatap.reports")


def mail_reports(*, by: Actor, at: datetime) -> int:
    """Mail the reports whose time has come; returns how many went, 0 while no server is set."""
    due = subscriptions_due(at)
    if not due:
        return 0
    try:
        server = server_from(settings.MUHATAP_SMTP_URL)
    except NotReady:
        return 0
    return sum(_mail(each, server, by, at) for each in due)


def _mail(subscription: Subscription, server: smtp.SmtpServer, by: Actor, at: datetime) -> bool:
    person, brand = subscription.staff, subscription.brand
    scope = scope_of(person)
    if (
        not person.is_active
        or brand.id not in scope.whole_brand_ids
        or not scope.may(Permission.READ_CASES, brand.id)
    ):
        reports.end_subscription(subscription=subscription, by=by, at=at)
        return False
    said = brand.contact.get("sender") or {}
    sender = said.get("email") or brand.contact.get("email") or ""
    try:
        raw = stamped(_composed(subscription, sender, at), brand_id=brand.id, sender=sender, at=at)
        smtp.deliver(server, sender, (person.email,), raw)
    except smtp.Retry as error:
        _log.warning("report %s could not be mailed yet: %s", subscription.id, error)
        return False
    except (smtp.NotDelivered, NotReady, ValueError) as error:
        _log.warning("report %s cannot be mailed: %s", subscription.id, error)
    reports.note_sent(subscription=subscription, by=by, at=at)
    return True


def _composed(subscription: Subscription, sender: str, at: datetime) -> bytes:
    person, brand = subscription.staff, subscription.brand
    day = at.astimezone(ZoneInfo(brand.zone)).date()
    period = period_before(subscription.every, day)
    with translation.override(person.language), timezone.override(ZoneInfo(person.zone)):
        title, pdf, csv = report_of(brand, period, at)
        text = _("The report is attached as PDF and as CSV. Each figure opens its cases: %(address)s") % {
            "address": f"{settings.MUHATAP_ORIGIN}/desk/insights/"
        }
        end = _("You asked for this report. To end it: %(address)s") % {
            "address": f"{settings.MUHATAP_ORIGIN}/desk/insights/mail/"
        }
    name = f"{brand.code}-{period.since}"
    said = brand.contact.get("sender") or {}
    return composing.compose(
        composing.OutgoingMail(
            from_name=said.get("name") or brand.name,
            from_address=sender,
            to=(person.email,),
            subject=f"{title} · {period.since}",
            text=f"{text}\n\n{end}\n",
            message_id=f"<report-{subscription.id}-{period.since}@{sender.rpartition('@')[2]}>",
            sent_at=at,
            auto="auto-generated",
            language=person.language,
            attachments=(
                composing.OutgoingFile(f"{name}.pdf", "application/pdf", pdf),
                composing.OutgoingFile(f"{name}.csv", "text/csv", csv),
            ),
        )
    )
