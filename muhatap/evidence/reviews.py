"""What is known of an additional review: that it runs, and, for those with the right alone, why."""

from django.conf import settings

from muhatap.cases.models import Case
from muhatap.evidence.models import AdditionalReview
from muhatap.kernel.sealing import unseal

PURPOSE = "additional-review"


def review_of(case: Case) -> AdditionalReview | None:
    """The review in which a case is."""
    return (
        AdditionalReview.objects.filter(case=case, ended_at__isnull=True).select_related("began_by").first()
    )


def reason_of(review: AdditionalReview) -> str:
    """Why it was begun; whoever calls this made sure that it may be seen."""
    sealed = bytes(review.sealed_reason)
    return unseal(settings.MUHATAP_KEYRING, PURPOSE, sealed, context=str(review.id).encode()).decode()
