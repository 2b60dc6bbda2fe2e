"""Tasks of departments: their people see the task and its files, and nothing else of the case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.complaints import operations as complaints
from muhatap.complaints.queries import task_visible_to, tasks_visible_to
from muhatap.desk.complaints.file import file_face
from muhatap.desk.uploads import read_uploads
from muhatap.desk.views.door import actor, go, missing, on_desk, page

_PLACE = "/desk/tasks/"


@require_safe
@on_desk(Permission.ANSWER_TASKS)
def show_all(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the tasks that wait for her or her teams, the first due first."""
    waiting = tasks_visible_to(staff).filter(answered_at__isnull=True).order_by("due_at", "id")
    return page(request, "complaint/tasks", staff, section="tasks", tasks=waiting, now=timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.ANSWER_TASKS)
def show(request: HttpRequest, staff: Staff, task: int) -> HttpResponse:
    """Show one task, and take its answer with files."""
    found = task_visible_to(staff, task)
    if found is None:
        return missing(request)
    if request.method != "POST":
        return _task_page(request, staff, found)
    answer = request.POST.get("answer", "").strip()[:20_000]
    uploads, errors = read_uploads(request.FILES.getlist("files"))
    if not answer or errors:
        trouble = errors or (_("Write what your department found."),)
        return _task_page(request, staff, found, status=422, errors=trouble, typed=answer)
    try:
        complaints.answer_task(
            task=found,
            answer=answer,
            added=[(each.name, each.data) for each in uploads],
            by=actor(staff),
            at=timezone.now(),
        )
    except complaints.TaskEnded:
        return _task_page(request, staff, found, status=409, errors=(_("Somebody answered it already."),))
    messages.success(request, _("The answer is with who asked."))
    return go(_PLACE)


def _task_page(
    request: HttpRequest, staff: Staff, task: object, status: int = 200, **context: object
) -> HttpResponse:
    at = timezone.now()
    return page(
        request,
        "complaint/task",
        staff,
        status=status,
        section="tasks",
        task=task,
        shown=[file_face(each, at) for each in task.shown.all() if each.destroyed_at is None],
        added=[file_face(each, at) for each in task.added.all() if each.destroyed_at is None],
        **context,
    )
