"""Whom a step of the ladder means: roles, teams, queues and named people, and who is on call."""

from datetime import datetime

from muhatap.accounts.queries import staff_id_of_address, staff_of_team, staff_with_role
from muhatap.accounts.roles import Role
from muhatap.accounts.rotas import present, staff_on_call, team_with_code
from muhatap.cases.models import Case
from muhatap.topics.models import Queue

_ROLES = {
    "supervisor": (Role.SUPERVISOR,),
    "department_head": (Role.SUPERVISOR,),
    "executive": (Role.SUPERVISOR, Role.COMPLIANCE),
    "compliance": (Role.COMPLIANCE,),
}


def people_of(case: Case, to: str, at: datetime) -> list[int]:
    """The ids of those whom `to` means; the team in place of an owner who is away, else supervisors."""
    kind, _, name = to.partition(":")
    if kind == "owner":
        owner = present([case.owner_id], at) if case.owner_id else []
        return owner or _team(case.queue.team_id if case.queue else None)
    if kind == "queue":
        queue = Queue.objects.filter(brand_id=case.brand_id, code=name).first()
        return _team(queue.team_id if queue else None)
    if kind == "team":
        team = team_with_code(case.brand_id, name)
        return _team(team.id if team else None)
    if kind == "person":
        return _named(case.brand_id, name) or _with_roles(case.brand_id, Role.SUPERVISOR)
    if kind == "on_call":
        return people_to_page(case, to, at)[:1]
    return _with_roles(case.brand_id, *_ROLES.get(to, (Role.SUPERVISOR,)))


def people_to_page(case: Case, to: str, at: datetime) -> list[int]:
    """Whom to page, one after the other: the rota, then supervisors, then compliance; nobody who is away."""
    kind, _, name = to.partition(":")
    team = team_with_code(case.brand_id, name) if kind == "team" else None
    team_id = team.id if team else case.queue.team_id if case.queue else None
    named = _named(case.brand_id, name) if kind == "person" else []
    above = [*_with_roles(case.brand_id, Role.SUPERVISOR), *_with_roles(case.brand_id, Role.COMPLIANCE)]
    line = [*named, *staff_on_call(case.brand, team_id, at), *above]
    # Better one who is away than nobody.
    return present(dict.fromkeys(line), at) or line


def _named(brand_id: int, address: str) -> list[int]:
    staff_id = staff_id_of_address(address)
    roles = _with_roles(brand_id, *Role)
    return [staff_id] if staff_id in roles else []


def _with_roles(brand_id: int, *roles: Role) -> list[int]:
    return [person.pk for person in staff_with_role(brand_id, *roles)]


def _team(team_id: int | None) -> list[int]:
    return [person.pk for person in staff_of_team(team_id)] if team_id else []
