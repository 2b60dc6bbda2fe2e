"""What tasks of departments and tags say to staff in the timeline."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from muhatap.ui.dates import moment_words


def _given(told: Mapping[str, Any], names: Any) -> str:
    said = {"due": moment_words(datetime.fromisoformat(str(told["due_at"])), names.at)}
    if told.get("owner"):
        return _("Gave %(name)s a task, by %(due)s") % {**said, "name": names.person(told["owner"])}
    return _("Gave a department a task, by %(due)s") % said


def _answered(told: Mapping[str, Any], names: Any) -> str:
    count = len(told.get("files", ()))
    return (
        _("A department answered its task, with %(count)d files") % {"count": count}
        if count
        else _("A department answered its task")
    )


def _tags(told: Mapping[str, Any], names: Any) -> str:
    parts = []
    if told.get("added"):
        parts.append(_("Tags added: %(tags)s") % {"tags": ", ".join(told["added"])})
    if told.get("removed"):
        parts.append(_("Tags removed: %(tags)s") % {"tags": ", ".join(told["removed"])})
    return " · ".join(parts) or _("Tags were changed")


WORK_WORDS: dict[str, tuple[str, Callable[..., str]]] = {
    "work.given": ("building", _given),
    "work.taken": ("building", lambda told, names: _("Took the task")),
    "work.answered": ("check", _answered),
    "case.tags_changed": ("tag", _tags),
    "work.withdrawn": ("building", lambda told, names: _("The task was taken back")),
}
