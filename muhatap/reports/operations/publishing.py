"""The report of a month or quarter: prepared from the events, wanted by two people, public on its day."""

import json
from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Decision, Proposal
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.kernel.canonical import canonical
from muhatap.reports import disclosing
from muhatap.reports.events import ReportPublished
from muhatap.reports.models import PublishedReport
from muhatap.reports.spans import months_of, publishes_at, span_after, spans_over

PUBLIC_REPORT = "public-report"


class NotPublishable(ValueError):
    """The charter publishes nothing, or not this period, or the period is not over."""


class PublishedAlready(Exception):
    """A period is published once."""


def propose_report(*, brand: Brand, since: date, by: Actor, at: datetime) -> Proposal:
    """Put the report of a period before a second person, as its last midnight knew it.

    NotPublishable, PublishedAlready, and what proposals refuse.
    """
    months = months_of(brand)
    if not disclosing.publishes(brand) or since not in spans_over(brand, months, at):
        raise NotPublishable(since)
    if PublishedReport.objects.filter(brand=brand, since=since).exists():
        raise PublishedAlready(since)
    content = canonical(disclosing.disclosed_period(brand, since, span_after(since, months))).decode()
    return approvals.propose(
        brand=brand,
        sort=PUBLIC_REPORT,
        subject=since.isoformat(),
        content=content,
        reason="public report",
        by=by,
        at=at,
    )


def publish_due_reports(*, by: Actor, at: datetime) -> int:
    """Publish the approved reports whose day has come, signed; returns how many."""
    approved = Proposal.objects.filter(sort=PUBLIC_REPORT, decision=Decision.APPROVED)
    done = 0
    for proposal in approved.select_related("brand").order_by("decided_at"):
        since = date.fromisoformat(proposal.subject)
        if PublishedReport.objects.filter(brand_id=proposal.brand_id, since=since).exists():
            continue
        until = date.fromisoformat(json.loads(proposal.content)["until"])
        if at >= publishes_at(proposal.brand, until) and disclosing.publishes(proposal.brand):
            done += _publish(proposal, since, until, by, at)
    return done


def _publish(proposal: Proposal, since: date, until: date, by: Actor, at: datetime) -> int:
    message = proposal.content.encode()
    digest, keyring = sha256(message).hexdigest(), settings.MUHATAP_KEYRING
    if digest != proposal.content_digest:
        # What two people saw is not what stands there now: nobody publishes that.
        return 0
    key_id, signature = keyring.sign(message)
    try:
        with unit_of_work():
            PublishedReport.objects.create(
                brand_id=proposal.brand_id,
                since=since,
                until=until,
                content=proposal.content,
                digest=digest,
                key_id=key_id,
                fingerprint=keyring.fingerprint(key_id),
                signature=signature.hex(),
                published_at=at,
            )
            record(
                ReportPublished(
                    brand=proposal.brand_id,
                    since=since,
                    until=until,
                    digest=digest,
                    proposed_by=proposal.proposed_by_id,
                    approved_by=proposal.decided_by_id,
                ),
                by=by,
                at=at,
            )
    except IntegrityError:
        return 0
    return 1
