"""Tasks of departments on the desk: to whom they can be given, and how their form is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff, Team
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.work import evidence_of
from muhatap.desk.moments import local_moment
from muhatap.files.models import StoredFile

_USUAL = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Department:
    """A team and its people."""

    team: Team
    people: Sequence[Staff]

    @property
    def value(self) -> str:
        """The whole team in a form."""
        return f"team:{self.team.pk}"

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Each of its people in a form, as one of this team."""
        return [(f"{self.team.pk}:{each.pk}", each.name) for each in self.people]


def departments_of(brand_id: int) -> list[Department]:
    """The teams of a brand that have somebody, by name, with their active people."""
    rows = Team.objects.filter(brand_id=brand_id, members__is_active=True).distinct().order_by("name", "id")
    found = [
        Department(team, [each for each in team.members.all() if each.is_active])
        for team in rows.prefetch_related("members")
    ]
    return [Department(each.team, sorted(each.people, key=lambda one: (one.name, one.pk))) for each in found]


def task_said(kind: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """The icon and the words of a notice about a task."""
    said = {"title": params.get("title", "")}
    match kind:
        case "task_given":
            return "building", _("A task for your department: %(title)s") % said
        case "task_answered":
            return "check", _("A department answered: %(title)s") % said
        case "task_withdrawn":
            return "building", _("No longer needed: %(title)s") % said
        case _:
            return "alert", _("The time of a task has passed: %(title)s") % said


def place_of_task(kind: str, params: Mapping[str, Any]) -> str:
    """Where a notice to those who do the task leads; empty where it leads to the case of who asked."""
    if kind == "task_withdrawn":
        return "/desk/tasks/"
    return f"/desk/tasks/{params.get('task', '')}/" if kind in {"task_given", "task_late"} else ""


@dataclass(frozen=True, slots=True)
class WorkForm:
    """What was typed for a new task, what can be chosen (files with whether they are), and what is wrong."""

    departments: Sequence[Department]
    files: Sequence[tuple[StoredFile, bool]]
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    new: cases.NewWork | None = None


def work_form(case: Case, given: MultiValueDict | None, at: datetime) -> WorkForm:
    """The form of a new task, empty or as it was sent; `new` stands where nothing is wrong."""
    departments, files = departments_of(case.brand_id), evidence_of(case)
    if given is None:
        usual = {"due_at": f"{localtime(at + _USUAL):%Y-%m-%dT%H:%M}"}
        return WorkForm(departments, [(each, False) for each in files], usual, {})
    typed = {name: given.get(name, "").strip() for name in ("to", "title", "question", "due_at")}
    chosen = set(given.getlist("shown"))
    picked = [(each, str(each.id) in chosen) for each in files]
    team, owner = _whom(departments, typed["to"])
    due_at = local_moment(typed["due_at"])
    errors = {}
    if team is None:
        errors["to"] = _("Choose a department.")
    if not typed["title"]:
        errors["title"] = _("Write what the task is called.")
    if not typed["question"]:
        errors["question"] = _("Write what the department should do or find out.")
    if due_at is None or due_at <= at:
        errors["due_at"] = _("Choose a time that is still to come.")
    if errors or team is None or due_at is None:
        return WorkForm(departments, picked, typed, errors)
    new = cases.NewWork(
        team=team,
        owner=owner,
        title=typed["title"][:200],
        question=typed["question"][:8000],
        due_at=due_at,
        shown=[each for each, is_chosen in picked if is_chosen],
    )
    return WorkForm(departments, picked, typed, {}, new)


def _whom(departments: Sequence[Department], written: str) -> tuple[Team | None, Staff | None]:
    """The team and person that a form names: a whole team, or one of its people."""
    for each in departments:
        if written == each.value:
            return each.team, None
        for person, (value, _name) in zip(each.people, each.choices, strict=True):
            if written == value:
                return each.team, person
    return None, None
