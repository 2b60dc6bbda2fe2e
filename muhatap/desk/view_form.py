"""The form of a saved view: what was typed, what is wrong with it, and the lines of the page of views."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import GRANTS, Permission, Role
from muhatap.brands.models import Brand
from muhatap.cases.conditions import BadCondition, check_values, parse
from muhatap.desk.faulty_conditions import Fault, fault_of
from muhatap.desk.models import SavedView
from muhatap.desk.operations.viewing import NewView
from muhatap.desk.queries import brands_with
from muhatap.desk.saved_views import VIEWS_AT_MOST, may_change, saved_views_of, text_of
from muhatap.kernel.text import clean

_NAME_AT_MOST = 60
SHARED_WITH = tuple(role for role in Role if Permission.READ_CASES in GRANTS[role])


@dataclass(slots=True)
class ViewForm:
    """What stands in the form."""

    name: str = ""
    text: str = ""
    brand: str = ""
    roles: tuple[str, ...] = ()
    name_error: str = ""
    roles_error: str = ""
    fault: Fault | None = None
    role_choices: list[tuple[str, str, bool]] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        """Whether it cannot be saved so."""
        return bool(self.name_error or self.roles_error or self.fault)


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One line of the page of views."""

    view: SavedView
    text: str
    shared_with: str
    may_change: bool
    is_first: bool
    is_last: bool


def may_share_in(staff: Staff) -> list[Brand]:
    """The brands in which she may share views: where she leads."""
    return brands_with(staff, Permission.ASSIGN_OTHERS)


def unread_form(staff: Staff, view: SavedView | None, text: str) -> ViewForm:
    """The form as it is opened: for a view as it is, else for what was typed into the list."""
    if view is None:
        form = ViewForm(text=clean(text, 2000, single_line=True))
    else:
        brand = next((each.code for each in may_share_in(staff) if each.id == view.brand_id), "")
        form = ViewForm(view.name, text_of(view), brand, tuple(view.roles))
    return _with_choices(form)


def read_form(staff: Staff, given: QueryDict) -> tuple[ViewForm, NewView | None]:
    """What was sent, and the view to save unless something is wrong."""
    form = ViewForm(
        name=clean(given.get("name", ""), _NAME_AT_MOST, single_line=True),
        text=clean(given.get("condition", ""), 4000, single_line=True),
        brand=given.get("brand", ""),
        roles=tuple(role for role in given.getlist("roles") if role in SHARED_WITH),
    )
    brand = next((each for each in may_share_in(staff) if each.code == form.brand), None)
    if not form.name:
        form.name_error = _("Give the view a name.")
    elif len(saved_views_of(staff)) >= VIEWS_AT_MOST:
        form.name_error = _("You have %(count)d views. Remove one first.") % {"count": VIEWS_AT_MOST}
    if brand is not None and not form.roles:
        form.roles_error = _("Choose at least one role that gets this view.")
    try:
        condition = parse(form.text)
        check_values(condition, staff)
    except BadCondition as fault:
        form.fault = fault_of(form.text, fault)
        return _with_choices(form), None
    if not form.text:
        form.fault = Fault("", "", "", _("The condition is empty."), _("Say which cases you mean."))
    if form.has_errors:
        return _with_choices(form), None
    roles = tuple(Role(role) for role in form.roles) if brand else ()
    return form, NewView(name=form.name, condition=condition, brand=brand, roles=roles)


def rows_of(staff: Staff) -> list[ViewRow]:
    """Every view that she has."""
    views = saved_views_of(staff)
    return [
        ViewRow(
            view,
            text_of(view),
            ", ".join(role_words(role) for role in view.roles),
            may_change(staff, view),
            number == 0 or views[number - 1].brand_id != view.brand_id,
            number == len(views) - 1 or views[number + 1].brand_id != view.brand_id,
        )
        for number, view in enumerate(views)
    ]


def role_words(role: str) -> str:
    """The name of a role, of several people."""
    match role:
        case Role.AGENT:
            return _("Agents")
        case Role.SUPERVISOR:
            return _("Team leads")
        case Role.COMPLIANCE:
            return _("Compliance")
        case Role.AUDITOR:
            return _("Auditors")
        case _:
            return role


def _with_choices(form: ViewForm) -> ViewForm:
    chosen: Sequence[str] = form.roles
    form.role_choices = [(role.value, role_words(role), role.value in chosen) for role in SHARED_WITH]
    return form
