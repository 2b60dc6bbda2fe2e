"""Queues and topics."""

from django.db import models

from muhatap.accounts.models import Team
from muhatap.brands.models import Brand
from muhatap.kernel.models import Row


class Queue(Row):
    """Where cases wait for a team."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    names = models.JSONField(default=dict)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    escalates_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "code"], name="topics_queue_code")]

    def __str__(self) -> str:
        return self.code


class Topic(Row):
    """What a customer writes about; fields, evidence, quick fixes and guidance are as in the charter."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    group = models.CharField(max_length=40, default="")
    names = models.JSONField(default=dict)
    descriptions = models.JSONField(default=dict)
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="+")
    priority = models.PositiveSmallIntegerField(default=4)
    kind = models.CharField(max_length=16, default="request")
    fields = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    quick_fixes = models.JSONField(default=list)
    ready = models.JSONField(default=list)
    guidance = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "code"], name="topics_topic_code")]

    def __str__(self) -> str:
        return self.code
