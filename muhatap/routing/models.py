"""How queues give out their cases, what people can do and carry, and who was given what."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.customers.models import Customer
from muhatap.kernel.models import Row
from muhatap.routing.rules import USUAL_POINTS, Obstacle, Rule, Strategy
from muhatap.topics.models import Queue


class QueueRouting(Row):
    """How the cases of a queue are given out; a queue without a row gives out nothing by itself."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    queue = models.OneToOneField(Queue, on_delete=models.CASCADE, related_name="+")
    is_on = models.BooleanField(default=False)
    strategy = models.CharField(
        max_length=16, default=Strategy.ROUND_ROBIN, choices=[(s, s) for s in Strategy]
    )
    # Unanswered for so long a case returns; empty: it stays with whoever has it.
    return_minutes = models.PositiveIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"routing of {self.queue_id}"


class BrandWeights(Row):
    """How many points a case of each channel takes; channels that are not named take one."""

    brand = models.OneToOneField(Brand, on_delete=models.CASCADE, related_name="+")
    weights = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"weights of {self.brand_id}"


class Skill(Row):
    """Something that not everybody can do, and which cases need it."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    names = models.JSONField(default=dict)
    topics = models.JSONField(default=list)
    queues = models.JSONField(default=list)
    plans = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "code"], name="routing_skill_code")]

    def __str__(self) -> str:
        return self.code


class HeldSkill(Row):
    """A skill that a person has, on which days."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="held")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["skill", "staff"], name="routing_skill_held_once"),
            models.CheckConstraint(
                name="routing_skill_days",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} of {self.staff_id}"


class Limits(Row):
    """What a person carries at once, over all brands, and in which languages she answers."""

    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, related_name="+")
    points = models.PositiveSmallIntegerField(default=USUAL_POINTS)
    channels = models.JSONField(default=dict)
    languages = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(name="routing_points", condition=Q(points__gte=1))]

    def __str__(self) -> str:
        return f"limits of {self.staff_id}"


class NamedContact(Row):
    """The account manager of a customer: the one person who looks after her."""

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.staff_id} for {self.customer_id}"


class Placement(Row):
    """A case that a rule gave to a person, until she answers it, lets it go, or it goes elsewhere."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=20, choices=[(r, r) for r in Rule])
    given_at = models.DateTimeField()
    returns_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    was_let_go = models.BooleanField(default=False)

    class Meta:
        constraints = [
            # However many workers there are, one case has one placement.
            models.UniqueConstraint(
                fields=["case"], name="routing_placed_once", condition=Q(ended_at__isnull=True)
            )
        ]
        indexes = [
            models.Index(fields=["returns_at"], name="routing_returns", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["staff", "-given_at"], name="routing_turns"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} to {self.staff_id}"


class Unplaced(Row):
    """Why a case still waits in its queue."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="+")
    obstacle = models.CharField(max_length=20, choices=[(o, o) for o in Obstacle])
    lacks = models.JSONField(default=list)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id}: {self.obstacle}"
