"""What can happen to staff, to how they sign in, and to the keys of programs."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from muhatap.kernel.facts import BrandFact, Fact, StreamKey


@dataclass(frozen=True, kw_only=True)
class TokenCreated(BrandFact):
    """A program got a key to a brand; the key itself is kept nowhere."""

    kind: ClassVar[str] = "token.created"
    security: ClassVar[str] = "key"

    token: int
    name: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(BrandFact):
    """A program's key was taken away."""

    kind: ClassVar[str] = "token.revoked"
    security: ClassVar[str] = "key"

    token: int
    name: str


@dataclass(frozen=True, kw_only=True)
class StaffCreated(Fact):
    """Somebody got an account; her name and address stay out of the record."""

    kind: ClassVar[str] = "staff.created"
    security: ClassVar[str] = "permission"

    staff: int
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class RoleGiven(BrandFact):
    """A member of staff got another role in a brand."""

    kind: ClassVar[str] = "staff.role_given"
    security: ClassVar[str] = "permission"

    staff: int
    role: str
    previous: str


@dataclass(frozen=True, kw_only=True)
class SignedIn(Fact):
    """A member of staff signed in, the second factor included."""

    kind: ClassVar[str] = "staff.signed_in"
    security: ClassVar[str] = "sign_in"

    staff: int


@dataclass(frozen=True, kw_only=True)
class SignInFailed(Fact):
    """A sign-in was refused; `staff` only where the address is known, `step` is `password` or `factor`."""

    kind: ClassVar[str] = "staff.sign_in_failed"
    security: ClassVar[str] = "sign_in"

    staff: int | None
    step: str


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Fact):
    """A member of staff changed her password."""

    kind: ClassVar[str] = "staff.password_changed"
    security: ClassVar[str] = "factor"

    staff: int


@dataclass(frozen=True, kw_only=True)
class FactorChanged(Fact):
    """A second factor was `added`, `removed` or `renewed`; `factor` is its kind, such as `totp`."""

    kind: ClassVar[str] = "staff.factor_changed"
    security: ClassVar[str] = "factor"

    staff: int
    factor: str
    change: str


@dataclass(frozen=True, kw_only=True)
class ShiftAdded(BrandFact):
    """A person is on call for a team every week from now on; 0 is Monday, hours are the brand's."""

    kind: ClassVar[str] = "on_call.shift_added"

    team: int
    staff: int
    weekday: int
    begins: str
    ends: str


@dataclass(frozen=True, kw_only=True)
class ShiftRemoved(BrandFact):
    """A person is no longer on call at these hours."""

    kind: ClassVar[str] = "on_call.shift_removed"

    team: int
    staff: int
    weekday: int
    begins: str
    ends: str


@dataclass(frozen=True, kw_only=True)
class AbsenceNoted(Fact):
    """A person is away until then, and nothing is given to her; without a time she is there again."""

    kind: ClassVar[str] = "staff.absence_noted"

    staff: int
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class PresenceChanged(Fact):
    """A person is `available`, `busy` or `away` by her own switch."""

    kind: ClassVar[str] = "staff.presence_changed"

    staff: int
    presence: str
    previous: str


@dataclass(frozen=True, kw_only=True)
class WorkPlanned(Fact):
    """A person's working days, her next absence or her stand-in changed."""

    kind: ClassVar[str] = "staff.work_planned"

    staff: int
    away_from: datetime | None
    away_until: datetime | None
    delegate: int | None
    days: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Fact):
    """Sessions of a person were ended before their time."""

    kind: ClassVar[str] = "staff.sessions_ended"
    security: ClassVar[str] = "session"

    staff: int
    count: int


@dataclass(frozen=True, kw_only=True)
class AccessRefused(Fact):
    """A door of the desk refused a member of staff; noted once an hour for each person and door."""

    kind: ClassVar[str] = "access.refused"
    security: ClassVar[str] = "refused"

    staff: int
    door: str


@dataclass(frozen=True, kw_only=True)
class ExportTaken(BrandFact):
    """Somebody took rows along as a file; `rows` is empty where they are not counted beforehand."""

    kind: ClassVar[str] = "export.taken"
    security: ClassVar[str] = "export"

    what: str
    rows: int | None


@dataclass(frozen=True, kw_only=True)
class TokenAllowed(BrandFact):
    """A second person agreed that a program's key may write; before that it opened nothing."""

    kind: ClassVar[str] = "token.allowed"
    security: ClassVar[str] = "key"

    token: int
    name: str


@dataclass(frozen=True, kw_only=True)
class TokenFirstUsed(BrandFact):
    """A program used its key for the first time."""

    kind: ClassVar[str] = "token.first_used"
    security: ClassVar[str] = "key"

    token: int


@dataclass(frozen=True, kw_only=True)
class DeviceSeen(Fact):
    """A member of staff signed in by a device or network that she had not used for 90 days."""

    kind: ClassVar[str] = "staff.device_seen"
    security: ClassVar[str] = "session"

    staff: int
    device: str
    network: str


@dataclass(frozen=True, kw_only=True)
class GlassBroken(BrandFact):
    """Somebody opened a case in an emergency that her queues do not show her; the reason is hers."""

    kind: ClassVar[str] = "glass.broken"
    security: ClassVar[str] = "glass"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    glass: int
    case: int
    staff: int
    reason: str
    until: datetime

    @property
    def stream(self) -> StreamKey:
        """The chain of the case, so that its file tells of it."""
        return StreamKey("case", self.case)


@dataclass(frozen=True, kw_only=True)
class GlassReviewed(BrandFact):
    """Another person judged whether a case was rightly opened in an emergency."""

    kind: ClassVar[str] = "glass.reviewed"
    security: ClassVar[str] = "glass"
    personal: ClassVar[frozenset[str]] = frozenset({"note"})

    glass: int
    case: int
    staff: int
    was_right: bool
    note: str

    @property
    def stream(self) -> StreamKey:
        """The chain of the case."""
        return StreamKey("case", self.case)


@dataclass(frozen=True, kw_only=True)
class AccessRuleSet(BrandFact):
    """How people of a role come to the desk was changed."""

    kind: ClassVar[str] = "access.rule_set"
    security: ClassVar[str] = "permission"

    role: str
    needs_passkey: bool
    grace_days: int
    idle_minutes: int
    longest_hours: int
    networks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FactorsTakenOff(BrandFact):
    """All second factors of a person were taken off after two people made sure who she is."""

    kind: ClassVar[str] = "staff.factors_taken_off"
    security: ClassVar[str] = "factor"

    staff: int
    proof: str


@dataclass(frozen=True, kw_only=True)
class StaffLinked(Fact):
    """An account was linked with an identity at an identity provider."""

    kind: ClassVar[str] = "staff.linked"
    security: ClassVar[str] = "permission"

    staff: int
    issuer: str


@dataclass(frozen=True, kw_only=True)
class StaffStopped(Fact):
    """An account was stopped: its sessions and the keys that it made are over."""

    kind: ClassVar[str] = "staff.stopped"
    security: ClassVar[str] = "permission"

    staff: int


@dataclass(frozen=True, kw_only=True)
class StaffResumed(Fact):
    """A stopped account is in use again."""

    kind: ClassVar[str] = "staff.resumed"
    security: ClassVar[str] = "permission"

    staff: int


@dataclass(frozen=True, kw_only=True)
class RoleTaken(BrandFact):
    """A member of staff lost her role in a brand."""

    kind: ClassVar[str] = "staff.role_taken"
    security: ClassVar[str] = "permission"

    staff: int
    previous: str
