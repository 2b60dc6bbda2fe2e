"""The training that people can take, who took it, and how long it holds."""

from django.db import models
from django.db.models import F, Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row


class CourseKind(models.TextChoices):
    """What a course is about."""

    PRODUCT = "product"
    COMMUNICATION = "communication"
    EMPATHY = "empathy"
    TECHNICAL = "technical"
    LAW = "law"
    SECURITY = "security"


class Course(Row):
    """A course of the catalogue; its certificate may give a skill that routing asks for."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    name = CleanCharField(max_length=160)
    kind = models.CharField(max_length=16, choices=CourseKind)
    about = CleanTextField(default="", blank=True, max_length=2000)
    is_mandatory = models.BooleanField(default=False)
    # For so many months its certificate holds; empty: for good.
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)
    # The code of the skill that routing gives to whoever holds its certificate.
    skill = models.SlugField(max_length=40, default="", blank=True)
    # Codes of the criteria of scorecards that it helps with.
    criteria = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "code"], name="quality_course_code")]

    def __str__(self) -> str:
        return self.name


class TrainingSession(Row):
    """One time that a course is held."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    begins_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    place = CleanCharField(max_length=160, default="", blank=True)
    trainer = CleanCharField(max_length=120, default="", blank=True)
    seats = models.PositiveSmallIntegerField(default=12)
    noted_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(name="quality_session_seats", condition=Q(seats__gte=1))]
        indexes = [models.Index(fields=["course", "begins_at"], name="quality_sessions_of_course")]

    def __str__(self) -> str:
        return f"{self.course_id} at {self.begins_at}"


class Came(models.TextChoices):
    """Whether somebody who was enrolled came."""

    ENROLLED = "enrolled"
    ATTENDED = "attended"
    ABSENT = "absent"


class Attendance(Row):
    """Somebody enrolled in a session, and whether she came."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="attendances")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=Came, default=Came.ENROLLED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "staff"], name="quality_attends_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.state} {self.session_id}"


class Certificate(Row):
    """Proof that somebody took a course, from a day to a day, both included."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="certificates")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(TrainingSession, null=True, on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    issued_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_because = CleanCharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "staff"], name="quality_certified_once", condition=Q(session__isnull=False)
            ),
            models.CheckConstraint(
                name="quality_certificate_days",
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
            ),
            models.CheckConstraint(
                name="quality_revoked_has_reason",
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_because=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["staff", "course"], name="quality_certificates", condition=Q(revoked_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.course_id} of {self.staff_id}"
