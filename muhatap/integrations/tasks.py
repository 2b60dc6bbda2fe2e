"""What connections to other systems do by themselves: public posts."""

from datetime import datetime

from muhatap.integrations import operations as integrations
from muhatap.kernel.actors import Actor

_POSTER = Actor.system("public posts")


def send_posts(at: datetime) -> int:
    """Send announcements that wait for the connector of public posts."""
    return integrations.send_posts(by=_POSTER, at=at)
