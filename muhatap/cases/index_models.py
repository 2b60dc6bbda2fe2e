"""The tables that search looks into: folded words and stems, over which each database keeps its index."""

from django.db import models


class SearchText(models.Model):
    """What a message is found by, with the files that came with it."""

    message_id = models.BigIntegerField(primary_key=True)
    case_id = models.BigIntegerField()
    brand_id = models.BigIntegerField()
    # Notes and side conversations, which nobody outside of the desk may find anything by.
    is_inside = models.BooleanField(default=False)
    body = models.TextField()

    class Meta:
        app_label = "cases"
        indexes = [models.Index(fields=["case_id"], name="cases_search_case")]

    def __str__(self) -> str:
        return str(self.message_id)


class HeadText(models.Model):
    """What a case is found by beside its messages: number, subject, names, addresses, answers."""

    case_id = models.BigIntegerField(primary_key=True)
    brand_id = models.BigIntegerField()
    body = models.TextField()

    class Meta:
        app_label = "cases"

    def __str__(self) -> str:
        return str(self.case_id)


class IndexWork(models.Model):
    """Work on the whole index: how far it came, or that erased words wait to be cleared out of its files."""

    name = models.CharField(primary_key=True, max_length=16)
    asked_at = models.DateTimeField()
    last_id = models.BigIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "cases"

    def __str__(self) -> str:
        return self.name
