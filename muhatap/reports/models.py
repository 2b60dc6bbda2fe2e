"""Observations of cases and imports, their sums by day and month, and how far the events were followed."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row
from muhatap.reports.grains import GRAINS


class Observed(Row):
    """What one case, or one line of an imported history, adds to the measures. It can be written anew."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16)
    # The case, without a foreign key: a rebuild writes these rows beside the running desk.
    case_id = models.BigIntegerField(null=True)
    place = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=40, default="", blank=True)
    subject = CleanCharField(max_length=80)
    at = models.DateTimeField()
    on = models.DateField()
    channel = models.CharField(max_length=80, default="", blank=True)
    topic = models.CharField(max_length=80, default="", blank=True)
    team = models.CharField(max_length=80, default="", blank=True)
    agent = models.CharField(max_length=80, default="", blank=True)
    queue = models.CharField(max_length=80, default="", blank=True)
    sort = models.CharField(max_length=80, default="", blank=True)
    priority = models.CharField(max_length=80, default="", blank=True)
    completeness = models.CharField(max_length=80, default="", blank=True)
    values = models.JSONField(default=dict)
    # When time alone may change it, as when the seven days of a first contact are over.
    look_again_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case_id", "place"], name="reports_case_once", condition=Q(case_id__isnull=False)
            )
        ]
        indexes = [
            models.Index(fields=["brand", "on", "kind"], name="reports_day"),
            models.Index(fields=["agent", "on"], name="reports_agent", condition=~Q(agent="")),
            models.Index(
                fields=["look_again_at"], name="reports_look", condition=Q(look_again_at__isnull=False)
            ),
            models.Index(fields=["brand", "source"], name="reports_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Rollup(Row):
    """The sums of a span of a brand's days by a pair of dimensions, under the rules they were counted by."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+", db_index=False)
    grain = models.CharField(max_length=7, choices=[(grain, grain) for grain in GRAINS])
    begins_on = models.DateField()
    pair = models.CharField(max_length=40)
    rules = models.CharField(max_length=64)
    cells = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "pair", "grain", "begins_on"], name="reports_rollup_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pair} {self.begins_on}"


class DirtyDay(Row):
    """A day whose sums have to be written anew; raised again while that is done, it stays."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    mark = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "on"], name="reports_dirty_once")]

    def __str__(self) -> str:
        return f"{self.brand_id} {self.on}"


class Progress(models.Model):
    """How far the published events were followed, and how far a rebuild came."""

    name = models.CharField(max_length=16, primary_key=True)
    reached = models.BigIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.reached}"


class Closing(Row):
    """The figures of a month as they were when it was closed; computed anew they must be the same."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    as_of = models.DateTimeField()
    rules = models.CharField(max_length=64)
    figures = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "month"], name="reports_closed_once")]

    def __str__(self) -> str:
        return f"{self.brand_id} {self.month:%Y-%m}"


class Bound(Row):
    """Within what a measure should stay, who answers for it, and what she does when it leaves that."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=40)
    low = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    days = models.PositiveSmallIntegerField(default=7)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    action = CleanTextField()
    set_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "measure"], name="reports_bound_once", condition=Q(retired_at__isnull=True)
            ),
            models.CheckConstraint(
                name="reports_bound_says", condition=Q(low__isnull=False) | Q(high__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.brand_id}"


class Alert(Row):
    """A measure that left its bound: since when, with which value, and what the owner did about it."""

    bound = models.ForeignKey(Bound, on_delete=models.PROTECT, related_name="alerts")
    value = models.DecimalField(max_digits=12, decimal_places=2)
    size = models.PositiveIntegerField()
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    done = CleanTextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bound"], name="reports_alert_once", condition=Q(ended_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.bound_id} {self.value}"


class Subscription(Row):
    """A report that somebody of the staff gets by mail, every so often."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    every = models.CharField(max_length=5, choices=[(e, e) for e in ("day", "week", "month")])
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "staff", "every"],
                name="reports_subscribed_once",
                condition=Q(ended_at__isnull=True),
            )
        ]
        indexes = [models.Index(fields=["next_at"], name="reports_due", condition=Q(ended_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.staff_id} every {self.every}"


class Snapshot(Row):
    """What the public page says of the thirty days up to one day: signed, chained, never changed."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    day = models.DateField()
    # Canonical JSON as text: what was signed, byte for byte.
    content = models.TextField()
    digest = models.CharField(max_length=64)
    key_id = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    # The hashes of the receipts of the day's cases, 32 bytes each in their order.
    leaves = models.BinaryField(default=bytes)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "day"], name="reports_snapshot_day"),
            models.UniqueConstraint(fields=["brand", "number"], name="reports_snapshot_number"),
        ]

    def __str__(self) -> str:
        return f"{self.brand_id} {self.day}"


class PublishedReport(Row):
    """The report of a month or a quarter that two people let the public see; never changed."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+", db_index=False)
    since = models.DateField()
    until = models.DateField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    key_id = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "since"], name="reports_published_once")]

    def __str__(self) -> str:
        return f"{self.brand_id} {self.since}"
