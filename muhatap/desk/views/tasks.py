"""Tasks of departments: given on a case; whoever does one sees it and its files, and nothing of the case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases import operations as cases
from muhatap.cases import work
from muhatap.cases.models import Case, WorkItem
from muhatap.cases.queries import cases_visible_to
from muhatap.cases.restriction import is_stopped
from muhatap.desk.case_letters import line_of
from muhatap.desk.complaints.file import file_face
from muhatap.desk.departments import work_form
from muhatap.desk.uploads import read_uploads
from muhatap.desk.views.door import actor, go, missing, of_case, on_desk, page, place_of_case
from muhatap.letters.queries import letters_to_send

_PLACE = "/desk/tasks/"


@require_safe
@on_desk(Permission.ANSWER_TASKS)
def show_all(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the tasks that wait for her or her teams, the first due first, and those that she gave."""
    at = timezone.now()
    shown = {"tasks": work.waiting_for(staff), "given": work.given_by(staff, at), "now": at}
    if scope_of(staff).may_anywhere(Permission.ANSWER_CASES):
        shown["letters"] = [line_of(each, each.case) for each in letters_to_send(cases_visible_to(staff))]
    return page(request, "tasks", staff, section="tasks", **shown)


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.ANSWER_TASKS)
def show(request: HttpRequest, staff: Staff, task: int) -> HttpResponse:
    """Show one task, and take its answer with files."""
    found = work.one_visible_to(staff, task)
    if found is None:
        return missing(request)
    if is_stopped(found.case):
        messages.warning(request, _("Processing of this person's data is stopped, so the task waits."))
        return go(_PLACE)
    if request.method != "POST":
        return _task_page(request, staff, found)
    answer = request.POST.get("answer", "").strip()[:20_000]
    uploads, errors = read_uploads(request.FILES.getlist("files"))
    if not answer or errors:
        trouble = errors or (_("Write what your department found."),)
        return _task_page(request, staff, found, status=422, errors=trouble, typed=answer)
    added = [(each.name, each.data) for each in uploads]
    try:
        cases.answer_work(work=found, answer=answer, added=added, by=actor(staff), at=timezone.now())
    except cases.WorkEnded:
        return _task_page(request, staff, found, status=409, errors=(_("This task has ended already."),))
    messages.success(request, _("The answer is with who asked."))
    return go(_PLACE)


@require_POST
@on_desk(Permission.ANSWER_TASKS)
def take(request: HttpRequest, staff: Staff, task: int) -> HttpResponse:
    """Make a task of her department hers."""
    found = work.one_visible_to(staff, task)
    if found is None:
        return missing(request)
    try:
        cases.take_work(work=found, staff=staff, by=actor(staff), at=timezone.now())
    except (cases.WorkEnded, cases.WorkTakenAlready):
        messages.warning(request, _("Somebody was quicker: the task is taken or has ended."))
        return go(_PLACE)
    messages.success(request, _("The task is yours."))
    return go(f"{_PLACE}{found.id}/")


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def give(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Ask a department to do or find out something, with a time and the files that it may see."""
    at = timezone.now()
    form = work_form(case, request.POST if request.method == "POST" else None, at)
    if form.new is None:
        status = 422 if form.errors else 200
        return page(request, "task_new", staff, status=status, case=case, form=form)
    cases.give_work(case=case, new=form.new, by=actor(staff), at=at)
    messages.success(request, _("The department has its task."))
    return go(place_of_case(case, request.GET.urlencode()))


@require_POST
@of_case(Permission.ANSWER_CASES)
def withdraw(request: HttpRequest, staff: Staff, case: Case, task: int) -> HttpResponse:
    """Take a task back."""
    found = work.work_of_case(case, task)
    if found is None:
        return missing(request)
    try:
        cases.withdraw_work(work=found, by=actor(staff), at=timezone.now())
    except cases.WorkEnded:
        messages.warning(request, _("This task has ended already."))
    else:
        messages.success(request, _("The task is taken back. Its department no longer sees it."))
    return go(place_of_case(case, request.GET.urlencode()))


def _task_page(
    request: HttpRequest, staff: Staff, task: WorkItem, status: int = 200, **context: object
) -> HttpResponse:
    at = timezone.now()
    files = {
        "shown": [file_face(each, at) for each in task.shown.all() if each.destroyed_at is None],
        "added": [file_face(each, at) for each in task.added.all() if each.destroyed_at is None],
    }
    return page(request, "task", staff, status=status, section="tasks", task=task, **files, **context)
