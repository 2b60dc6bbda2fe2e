"""Who is told when something goes wrong with a case's mail."""

from muhatap.accounts.queries import staff_of_team, staff_with_role
from muhatap.accounts.roles import Role
from muhatap.cases.models import Case


def caretakers_of(case: Case) -> list[int]:
    """The owner of a case, else its queue's team, else the brand's supervisors."""
    if case.owner_id:
        return [case.owner_id]
    team = staff_of_team(case.queue.team_id) if case.queue else []
    return [person.pk for person in team or staff_with_role(case.brand_id, Role.SUPERVISOR)]
