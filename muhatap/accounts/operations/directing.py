"""What a brand's directory does: makes, changes and stops accounts, and says by groups who does what."""

from collections.abc import Iterable
from datetime import datetime

from muhatap.accounts.directory_reading import Group, Person
from muhatap.accounts.group_table import Grants
from muhatap.accounts.models import DirectoryGroup, DirectoryPerson, Membership, Staff
from muhatap.accounts.operations.federating import follow_grants, resume_staff, stop_staff
from muhatap.accounts.operations.staffing import create_staff
from muhatap.accounts.roles import Role
from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor

_TEAM = "team:"


class Kept(ValueError):
    """The address or name is taken: by this directory already, or by people of another brand."""


def add_person(*, brand: Brand, person: Person, by: Actor, at: datetime) -> DirectoryPerson:
    """Let the directory keep a person; an account of this brand is taken over, one of another is not."""
    with unit_of_work():
        staff = Staff.objects.filter(email__iexact=person.email).first()
        if staff is not None:
            brands = set(Membership.objects.filter(staff=staff).values_list("brand_id", flat=True))
            is_known = DirectoryPerson.objects.filter(brand=brand, staff=staff).exists()
            if (
                is_known
                or (brands and brand.id not in brands)
                or (not brands and not _was_ours(staff, brand))
            ):
                raise Kept(person.email)
        else:
            name = person.name or (person.email or "").partition("@")[0]
            staff = create_staff(email=person.email or "", name=name, password=None, by=by, at=at)
        kept = DirectoryPerson.objects.create(
            brand=brand, staff=staff, external_id=person.external_id or "", made_at=at, changed_at=at
        )
        if person.is_active is False:
            _stop(kept, by, at)
    return kept


def change_person(*, kept: DirectoryPerson, person: Person, by: Actor, at: datetime) -> None:
    """Change what the directory says of a person; a stopped one loses role, sessions and keys at once."""
    with unit_of_work():
        staff = kept.staff
        if person.email and person.email != staff.email:
            if Staff.objects.filter(email__iexact=person.email).exists() or _has_others(kept):
                raise Kept(person.email)
            staff.email = person.email
        staff.name = person.name or staff.name
        staff.save(update_fields=["email", "name"])
        kept.external_id = kept.external_id if person.external_id is None else person.external_id
        kept.changed_at = at
        kept.save(update_fields=["external_id", "changed_at"])
        if person.is_active is False and kept.is_active:
            _stop(kept, by, at)
        elif person.is_active and not kept.is_active:
            kept.is_active = True
            kept.save(update_fields=["is_active"])
            resume_staff(staff=staff, by=by, at=at)
            _follow(kept, by, at)


def remove_person(*, kept: DirectoryPerson, by: Actor, at: datetime) -> None:
    """The directory keeps her no more: what she did stays on record, her account is stopped."""
    with unit_of_work():
        if kept.is_active:
            _stop(kept, by, at)
        kept.delete()


def add_group(*, brand: Brand, group: Group, by: Actor, at: datetime) -> DirectoryGroup:
    """Let the directory keep a group."""
    with unit_of_work():
        if DirectoryGroup.objects.filter(brand=brand, name=group.name).exists():
            raise Kept(group.name)
        kept = DirectoryGroup.objects.create(
            brand=brand, name=group.name or "", external_id=group.external_id or "", made_at=at, changed_at=at
        )
        change_group(kept=kept, group=group, by=by, at=at)
    return kept


def change_group(*, kept: DirectoryGroup, group: Group, by: Actor, at: datetime) -> None:
    """Change a group; everybody whose membership changes gets the role and teams that follow."""
    with unit_of_work():
        before = set(kept.members.values_list("id", flat=True))
        if group.name and group.name != kept.name:
            if DirectoryGroup.objects.filter(brand=kept.brand, name=group.name).exists():
                raise Kept(group.name)
            kept.name = group.name
        kept.external_id = kept.external_id if group.external_id is None else group.external_id
        kept.changed_at = at
        kept.save(update_fields=["name", "external_id", "changed_at"])
        wanted = before if group.members is None else set(group.members)
        wanted = (wanted | group.added) - group.removed
        people = {each.id: each for each in DirectoryPerson.objects.filter(brand=kept.brand, id__in=wanted)}
        kept.members.set(people.values())
        _follow_all(DirectoryPerson.objects.filter(id__in=before | people.keys()), by, at)


def remove_group(*, kept: DirectoryGroup, by: Actor, at: datetime) -> None:
    """The group is no more, and what it gave is taken back."""
    with unit_of_work():
        people = list(kept.members.all())
        kept.delete()
        _follow_all(people, by, at)


def _follow_all(people: Iterable[DirectoryPerson], by: Actor, at: datetime) -> None:
    for each in people:
        _follow(each, by, at)


def _follow(kept: DirectoryPerson, by: Actor, at: datetime) -> None:
    """Role and teams by the names of her groups: `agent` gives the role, `team:payments` the team."""
    code = kept.brand.code
    names = sorted(kept.groups.values_list("name", flat=True)) if kept.is_active else []
    # Of several roles the one that may most by the order of the table of roles is not guessed: the first.
    roles = [Role(name) for name in names if name in set(Role)]
    teams = frozenset(name.removeprefix(_TEAM) for name in names if name.startswith(_TEAM))
    grants = Grants({code: roles[0]} if roles else {}, {code: teams})
    follow_grants(staff=kept.staff, grants=grants, brands={code: kept.brand}, by=by, at=at)


def _stop(kept: DirectoryPerson, by: Actor, at: datetime) -> None:
    kept.is_active = False
    kept.save(update_fields=["is_active"])
    _follow(kept, by, at)
    if not _has_others(kept):
        stop_staff(staff=kept.staff, by=by, at=at)


def _has_others(kept: DirectoryPerson) -> bool:
    return Membership.objects.filter(staff=kept.staff).exclude(brand=kept.brand).exists()


def _was_ours(staff: Staff, brand: Brand) -> bool:
    """Whether an account without any role came from this brand's directory or belongs to nobody yet."""
    return not DirectoryPerson.objects.filter(staff=staff).exclude(brand=brand).exists()
