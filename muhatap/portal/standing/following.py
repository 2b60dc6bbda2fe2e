"""The links by which somebody begins or ends to follow the status page."""

from datetime import timedelta

from django.core import signing

from muhatap.brands.models import Brand
from muhatap.incidents.models import Follower
from muhatap.incidents.queries import follower_with_id

BEGIN, STOP = "begin", "stop"
_VALID_FOR = {BEGIN: timedelta(days=2), STOP: None}


def token_of(follower: Follower, what: str) -> str:
    """What stands in the link."""
    return signing.dumps(str(follower.id), salt=f"status-{what}")


def follower_of_token(brand: Brand, token: str, what: str) -> Follower | None:
    """Who is meant by a link; None for a wrong one, an old one, or somebody who was forgotten."""
    try:
        told = signing.loads(token, salt=f"status-{what}", max_age=_VALID_FOR[what])
    except signing.BadSignature:
        return None
    return follower_with_id(brand, int(told))
