"""Macros as their pages show them: what each does, and what one would do to a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.automation import operations as automation
from muhatap.automation.actions import Do
from muhatap.automation.models import Macro
from muhatap.automation.queries import macros_for, macros_visible_to
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.desk import about_case
from muhatap.desk.rules.words import Named, action_words, named_in, step_words
from muhatap.kernel.actors import Actor
from muhatap.kernel.text import fold


@dataclass(frozen=True, slots=True)
class MacroLine:
    """A macro with what it does."""

    macro: Macro
    actions: Sequence[str]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step in words, and whether it cannot be done."""

    text: str
    is_refused: bool


@dataclass(frozen=True, slots=True)
class MacroPreview:
    """What a macro would do to one case."""

    case: Case
    seen: int
    steps: Sequence[StepLine]
    reply: str
    sends: bool
    note: str
    missing: Sequence[str]

    @property
    def may_run(self) -> bool:
        """Whether it can be run: what leaves at once has no hole in it."""
        return not (self.sends and self.missing)


def may_edit(staff: Staff, macro: Macro) -> bool:
    """Her own macros are hers to change; shared ones belong to those who manage rules."""
    return macro.owner_id == staff.pk or (macro.is_shared and may_share(staff, macro.brand_id))


def may_share(staff: Staff, brand_id: int) -> bool:
    """Whether she writes macros for everybody."""
    return scope_of(staff).may(Permission.MANAGE_RULES, brand_id)


def macro_lines(staff: Staff) -> list[tuple[Brand, list[MacroLine]]]:
    """Every macro that she may run or change, by brand."""
    macros = macros_visible_to(staff)
    named = _named(macros)
    groups: dict[int, tuple[Brand, list[MacroLine]]] = {}
    for macro in macros:
        said = [action_words(each, named) for each in macro.does]
        line = MacroLine(macro, said, may_edit(staff, macro))
        groups.setdefault(macro.brand_id, (macro.brand, []))[1].append(line)
    return list(groups.values())


def macros_offered(staff: Staff, brand_id: int, query: str = "") -> list[MacroLine]:
    """The macros for a case of this brand whose name or actions hold every word of a query."""
    macros, wanted = macros_for(staff, brand_id), fold(query).split()
    named = _named(macros)
    lines = [
        MacroLine(each, [action_words(action, named) for action in each.does], may_edit(staff, each))
        for each in macros
    ]
    return [
        line
        for line in lines
        if all(word in fold(f"{line.macro.name} {' '.join(line.actions)}") for word in wanted)
    ]


def preview_of(macro: Macro, case: Case, staff: Staff, at: datetime) -> MacroPreview:
    """What it would do to this case now."""
    seen = automation.preview_macro(case=case, macro=macro, staff=staff, by=Actor.staff(staff.pk), at=at)
    named = _named([macro], case)
    return MacroPreview(
        case=case,
        seen=about_case.newest_word(case),
        steps=[
            StepLine(step_words(step.plain(), named), bool(step.refusal))
            for step in seen.plan.steps
            if step.action.do not in {Do.REPLY, Do.NOTE}
        ],
        reply=seen.reply,
        sends=seen.sends,
        note=seen.note,
        missing=seen.missing,
    )


def trouble_words(name: str) -> str:
    """Why a macro did not run on a case."""
    said = {
        "Outdated": _("something new arrived meanwhile"),
        "SaysTooMuch": _("everybody could read a number in the reply"),
        "CannotSend": _("a value for the text is missing"),
        "CannotMove": _("the case cannot take this status from where it is"),
    }
    return said.get(name, name)


def _named(macros: Sequence[Macro], case: Case | None = None) -> Named:
    people = {
        int(each.value)
        for macro in macros
        for each in macro.does
        if each.do is Do.OWNER and each.value.isdecimal()
    }
    if case is not None and case.owner_id:
        people.add(case.owner_id)
    return named_in({macro.brand_id for macro in macros}, people)
