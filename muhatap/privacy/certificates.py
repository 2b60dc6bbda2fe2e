"""The certificate of destruction: what went and what stays, as a page."""

import hashlib
import json
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation

from muhatap.cases.models import Case
from muhatap.privacy.codes import Stays
from muhatap.privacy.models import Erasure
from muhatap.privacy.wording import STAYS_WORDS


def certificate_page(erasure: Erasure) -> bytes:
    """The certificate as HTML in the language of the case; it holds codes, counts and days, and no data."""
    case = erasure.request.case
    with translation.override(case.language), timezone.override(ZoneInfo(case.brand.zone)):
        return render_to_string("privacy/certificate.html", certificate_of(erasure)).encode()


def certificate_of(erasure: Erasure) -> dict[str, Any]:
    """What a certificate shows, in the language that is active."""
    case = Case.objects.select_related("brand").get(id=erasure.request.case_id)
    done = erasure.done
    grounds, until = done.get("grounds", {}), done.get("until", {})
    return {
        "language": case.language,
        "brand": case.brand.name,
        "number": case.number,
        "planned_by": erasure.planned_by.name,
        "agreed_by": erasure.agreed_by.name if erasure.agreed_by else "",
        "agreed_at": erasure.agreed_at,
        "ran_at": erasure.ran_at,
        "cases": done.get("cases", 0),
        "is_whole": erasure.ended_at is not None,
        "staying": [
            {
                "number": number,
                "ground": STAYS_WORDS[Stays(ground)],
                "until": date.fromisoformat(until[number]) if until.get(number) else None,
            }
            for number, ground in sorted(grounds.items())
        ],
        "digest": hashlib.sha256(json.dumps(done, sort_keys=True).encode()).hexdigest(),
    }
