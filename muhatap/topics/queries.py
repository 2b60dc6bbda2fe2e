"""Reads of topics and queues."""

from functools import lru_cache

from django.db.models import Exists, OuterRef

from muhatap.brands.models import Brand
from muhatap.topics.models import Queue, Topic


def topics_of(brand_id: int) -> list[Topic]:
    """The topics that customers of a brand may choose, in the charter's order."""
    return list(Topic.objects.filter(brand_id=brand_id, retired_at__isnull=True).order_by("position", "id"))


def topics_in_force(brand: Brand) -> tuple[Topic, ...]:
    """The topics that customers may choose, read once for each charter; for reading only."""
    return _topics(brand.id, brand.charter_number)


@lru_cache(maxsize=64)
def _topics(brand_id: int, charter_number: int) -> tuple[Topic, ...]:
    return tuple(topics_of(brand_id))


def topic_with_code(brand_id: int, code: str) -> Topic | None:
    """The brand's topic with this code, unless it is retired."""
    return (
        Topic.objects.filter(brand_id=brand_id, code__iexact=code, retired_at__isnull=True)
        .select_related("queue")
        .first()
    )


def topic_in_force(brand: Brand, code: str) -> Topic | None:
    """The brand's topic with this code and its queue, read once for each charter; for reading only."""
    try:
        return _topic(brand.id, brand.charter_number, code)
    except Topic.DoesNotExist:
        return None


def first_queue(brand: Brand) -> Queue:
    """Where cases without a topic wait, read once for each charter; for reading only."""
    return _first_queue(brand.id, brand.charter_number)


@lru_cache(maxsize=1024)
def _topic(brand_id: int, charter_number: int, code: str) -> Topic:
    topic = topic_with_code(brand_id, code)
    if topic is None:
        # Raised, not returned: only what exists is remembered.
        raise Topic.DoesNotExist(code)
    return topic


@lru_cache(maxsize=64)
def _first_queue(brand_id: int, charter_number: int) -> Queue:
    return queue_for(brand_id, None)


def queue_for(brand_id: int, topic: Topic | None) -> Queue:
    """Where a case about this topic waits; without a topic, in the brand's first queue."""
    if topic is not None:
        return topic.queue
    return Queue.objects.filter(brand_id=brand_id, retired_at__isnull=True).order_by("position", "id")[0]


def queues_of(brand_id: int) -> list[Queue]:
    """The queues of a brand in the charter's order."""
    return list(
        Queue.objects.filter(brand_id=brand_id, retired_at__isnull=True)
        .select_related("team", "escalates_to")
        .order_by("position", "id")
    )


def queues_in_force(brand_id: int, charter_number: int) -> tuple[Queue, ...]:
    """The queues of a brand with brand and team, read once for each charter; for reading only.

    `is_target` says of each whether others escalate to it.
    """
    return _queues(brand_id, charter_number)


@lru_cache(maxsize=64)
def _queues(brand_id: int, charter_number: int) -> tuple[Queue, ...]:
    escalating = Queue.objects.filter(escalates_to=OuterRef("pk"))
    rows = Queue.objects.filter(brand_id=brand_id, retired_at__isnull=True)
    rows = rows.select_related("brand", "team", "escalates_to").annotate(is_target=Exists(escalating))
    return tuple(rows.order_by("position", "id"))


def only_brand() -> Brand | None:
    """The brand of an installation that has just one."""
    found = list(Brand.objects.order_by("created_at")[:2])
    return found[0] if len(found) == 1 else None
