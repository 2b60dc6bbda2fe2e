"""What quality needs by itself."""

from datetime import datetime

from muhatap.brands.queries import all_brands
from muhatap.kernel.actors import Actor
from muhatap.quality import operations as quality

_WATCHER = Actor.system("quality")


def tell_overdue(at: datetime) -> int:
    """Tell of what is overdue, in every brand."""
    for brand in all_brands():
        quality.tell_overdue(brand=brand, by=_WATCHER, at=at)
    return 0
