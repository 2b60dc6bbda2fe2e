"""Reads of requests about personal data, their copies and erasures."""

from datetime import datetime

from django.db.models import QuerySet

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.privacy.law import CLOCK
from muhatap.privacy.models import DataCopy, Erasure, PrivacyRequest, RetentionRun
from muhatap.promises.models import Clock

LISTED = 200


def request_of(case: Case) -> PrivacyRequest | None:
    """The request that a case of the kind `privacy` is."""
    rows = PrivacyRequest.objects.filter(case=case)
    return rows.select_related("case__brand", "case__customer", "decided_by", "agreed_by", "letter").first()


def requests_in(readable: QuerySet[Case]) -> list[PrivacyRequest]:
    """The requests of these cases: what waits for an answer, oldest first; then what was answered."""
    rows = PrivacyRequest.objects.filter(case__in=readable).select_related(
        "case__customer", "case__brand", "case__owner", "decided_by", "erasure"
    )
    waiting = rows.filter(answered_at__isnull=True).order_by("asked_at", "id")
    over = rows.filter(answered_at__isnull=False).order_by("-answered_at", "-id")
    return [*waiting[:LISTED], *over[:LISTED]]


def limits_of(requests: list[PrivacyRequest]) -> dict[int, Clock]:
    """The clock of the law of each request's case, by case; the running one before one that is over."""
    found: dict[int, Clock] = {}
    clocks = Clock.objects.filter(case_id__in=[each.case_id for each in requests], name=CLOCK)
    for clock in clocks.order_by("stopped_at", "limit_at"):
        if clock.case_id not in found or clock.stopped_at is None:
            found[clock.case_id] = clock
    return found


def copy_ready(case: Case, at: datetime) -> DataCopy | None:
    """The copy of a case that waits to be fetched."""
    rows = DataCopy.objects.filter(
        request__case=case, destroyed_at__isnull=True, fetched_at__isnull=True, valid_until__gt=at
    )
    return rows.select_related("request").order_by("-made_at").first()


def copies_of(request: PrivacyRequest) -> list[DataCopy]:
    """Every copy that was made for a request, the newest first."""
    return list(DataCopy.objects.filter(request=request).order_by("-made_at"))


def copy_of_token(digest: str, at: datetime) -> DataCopy | None:
    """The copy that a mailed link names."""
    rows = DataCopy.objects.filter(token_digest=digest, destroyed_at__isnull=True, valid_until__gt=at)
    return rows.select_related("request__case__brand", "request__case__customer").first()


def erasure_of(request: PrivacyRequest) -> Erasure | None:
    """The erasure that a request asks for."""
    rows = Erasure.objects.filter(request=request)
    return rows.select_related("planned_by", "agreed_by", "customer", "request__case").first()


def runs_of(brands: list[Brand]) -> list[RetentionRun]:
    """What ended by its class in these brands, the newest first."""
    rows = RetentionRun.objects.filter(brand__in=brands).select_related("brand")
    return list(rows.order_by("-ran_at")[:50])
