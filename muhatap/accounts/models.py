"""Staff, teams, memberships and API tokens."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from muhatap.accounts.duty import Presence
from muhatap.accounts.roles import Role
from muhatap.brands.models import Brand
from muhatap.kernel.fields import CleanCharField
from muhatap.kernel.models import Row
from muhatap.kernel.purposes import Purpose


class StaffQuerySet(BaseUserManager):
    """Finds staff by the e-mail address they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "Staff":
        """The member of staff with this address, whatever its case."""
        return self.get(email__iexact=username)


class Staff(Row, AbstractBaseUser):
    """A person who works at the desk; signs in by e-mail address and a second factor."""

    email = models.EmailField(max_length=254, unique=True)
    name = CleanCharField(max_length=120)
    language = models.CharField(max_length=8, default="tr")
    zone = models.CharField(max_length=64, default="Europe/Istanbul")
    preferences = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    # Until when nothing is given to her and nobody pages her; she is told as before.
    away_until = models.DateTimeField(null=True, blank=True)
    # Where an absence is noted ahead: from when; empty means from the moment it was noted.
    away_from = models.DateTimeField(null=True, blank=True)
    # Who stands in while she is not here.
    delegate = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    presence = models.CharField(max_length=12, default=Presence.AVAILABLE, choices=[(p, p) for p in Presence])
    # By day of the week, such as {"mon": ["09:00", "18:00"]}; empty: whenever she is signed in.
    hours = models.JSONField(default=dict)
    date_joined = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = StaffQuerySet()

    def __str__(self) -> str:
        return self.name


class Visit(Row):
    """A session of a member of staff: from which device and network, and when it was last used."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="visits")
    session_key = models.CharField(max_length=40, unique=True)
    device = CleanCharField(max_length=200, default="", blank=True)
    network = CleanCharField(max_length=60, default="", blank=True)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["staff", "-seen_at"],
                name="accounts_visit_open",
                condition=models.Q(ended_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} since {self.begun_at}"


class Team(Row):
    """People who share queues."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    name = CleanCharField(max_length=120)
    members = models.ManyToManyField(Staff, related_name="teams")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "code"], name="accounts_team_code")]

    def __str__(self) -> str:
        return self.name


class OnCallShift(Row):
    """One evening, night or day of every week on which a person is on call for a team, in the brand's zone.

    A shift whose end is not after its begin goes on into the next day; several at once are paged in order.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="shifts")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="shifts")
    weekday = models.PositiveSmallIntegerField()
    begins = models.TimeField()
    ends = models.TimeField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="accounts_shift_weekday", condition=models.Q(weekday__lte=6)),
            models.UniqueConstraint(
                fields=["team", "staff", "weekday", "begins"], name="accounts_shift_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} for {self.team_id} on {self.weekday} {self.begins}"


class Membership(Row):
    """The role that a member of staff has in a brand."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="memberships")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "brand"], name="accounts_one_role")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.role} {self.brand_id}"


class ApiToken(Row):
    """A program's key to one brand: only its digest is kept."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    name = CleanCharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    # From which networks it may be used; empty: from anywhere.
    networks = models.JSONField(default=list)
    # What its program uses data for; what does not serve that, it does not get.
    purpose = models.CharField(
        max_length=16, choices=[(each.value, each.value) for each in Purpose], default=Purpose.THE_MATTER
    )
    # One that may write works only after a second person agreed.
    waits_for_second = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    # Who made it at the desk; it ends with her account.
    made_by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class AccessRule(Row):
    """How people of a role come to a brand's desk: from which networks, by which factor, for how long."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    # Whether a code of an app is enough, or a passkey is needed, which nobody can be talked out of.
    needs_passkey = models.BooleanField(default=False)
    # For so many days after the rule was set, or the account made, she is only reminded.
    grace_days = models.PositiveSmallIntegerField(default=0)
    idle_minutes = models.PositiveSmallIntegerField(default=0)
    longest_hours = models.PositiveSmallIntegerField(default=0)
    networks = models.JSONField(default=list)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "role"], name="accounts_access_rule_once")]

    def __str__(self) -> str:
        return f"{self.role} {self.brand_id}"


class EnrolmentCode(Row):
    """What a person must say who sets up a new factor after hers were taken off; kept as a digest."""

    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, related_name="enrolment_code")
    digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.staff_id} until {self.expires_at}"


class ExternalIdentity(Row):
    """Who somebody is at an identity provider: signing in there opens this account."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="external_identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="accounts_external_once")]

    def __str__(self) -> str:
        return f"{self.subject} at {self.issuer}"


class SigningKey(Row):
    """A key of ours by which another system knows what we send; its private half is sealed."""

    purpose = models.CharField(max_length=20, unique=True)
    sealed_key = models.BinaryField()
    certificate = models.TextField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.purpose


class SamlAnswer(Row):
    """An answer of the SAML provider that was taken: its request and its assertion are good once."""

    request_id = models.CharField(max_length=80, unique=True)
    assertion_digest = models.CharField(max_length=64, unique=True)
    ticket_digest = models.CharField(max_length=64, unique=True)
    # Who it says she is, until the browser that asked fetches it.
    sealed_told = models.BinaryField(default=b"")
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"answer {self.id}"


class DirectoryPerson(Row):
    """A member of staff whom a brand's directory keeps (SCIM): it makes, changes and stops the account."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="directory_entries")
    external_id = models.CharField(max_length=200, default="", blank=True)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "staff"], name="accounts_directory_person")]

    def __str__(self) -> str:
        return f"{self.staff_id} of {self.brand_id}"


class DirectoryGroup(Row):
    """A group of a brand's directory; its name says which role or team its members get."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    name = CleanCharField(max_length=120)
    external_id = models.CharField(max_length=200, default="", blank=True)
    members = models.ManyToManyField(DirectoryPerson, related_name="groups")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="accounts_directory_group")]

    def __str__(self) -> str:
        return self.name


class BrokenGlass(Row):
    """A case opened in an emergency by somebody whose queues do not show it: why, how long, who judged it."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    # No foreign key: cases stand above accounts.
    case_id = models.BigIntegerField()
    number = models.CharField(max_length=16)
    reason = CleanCharField(max_length=500)
    begun_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    was_right = models.BooleanField(null=True)
    note = CleanCharField(max_length=500, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_glass_second",
                condition=models.Q(reviewed_by__isnull=True) | ~models.Q(reviewed_by=models.F("staff")),
            )
        ]
        indexes = [
            models.Index(fields=["staff", "case_id", "ends_at"], name="accounts_glass_open"),
            models.Index(fields=["brand", "-begun_at"], name="accounts_glass_brand"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} at {self.number} until {self.ends_at}"
