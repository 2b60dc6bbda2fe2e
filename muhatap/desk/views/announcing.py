"""Announcements: published for everybody, and ended."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.desk.announcement_form import AnnouncementForm
from muhatap.desk.views.door import actor, go, missing, on_desk, page
from muhatap.help_centre import operations as help_centre
from muhatap.help_centre.models import Announcement, Severity
from muhatap.help_centre.queries import (
    announcement_visible_to,
    announcements_visible_to,
    brands_to_announce_for,
)
from muhatap.topics.questions import words

_PLACE = "/desk/announcements/"


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.ANNOUNCE)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List the announcements and publish another one."""
    brands = brands_to_announce_for(staff)
    form = AnnouncementForm(request.POST if request.method == "POST" else None, brands=brands)
    if form.is_bound and form.is_valid() and _publish(form, brands, staff):
        messages.success(request, _("Published. Everybody reads it from its start on."))
        return go(_PLACE)
    at = timezone.now()
    rows = [
        (each, words(each.titles, (get_language() or "",)), each.is_shown_at(at), _may_end(each, at))
        for each in announcements_visible_to(staff)
    ]
    return page(request, "announcements", staff, 422 if form.is_bound else 200, form=form, rows=rows)


@require_POST
@on_desk(Permission.ANNOUNCE)
def end(request: HttpRequest, staff: Staff, announcement: int) -> HttpResponse:
    """Take an announcement from the pages."""
    found = announcement_visible_to(staff, announcement)
    if found is None:
        return missing(request)
    try:
        help_centre.end_announcement(
            announcement=found, reason=request.POST.get("reason", ""), by=actor(staff), at=timezone.now()
        )
        messages.success(request, _("Ended. It now stands under “Before”."))
    except help_centre.EndedAlready:
        messages.error(request, _("This announcement is over already."))
    return go(_PLACE)


def _publish(form: AnnouncementForm, brands: list[Brand], staff: Staff) -> bool:
    """Whether it was published; else the form says what to correct."""
    at = timezone.now()
    new = help_centre.NewAnnouncement(
        severity=Severity(form.cleaned_data["severity"]),
        titles=form.words("title"),
        texts=form.words("text"),
        starts_at=form.starts(at),
        ends_at=form.cleaned_data["ends_at"],
    )
    brand = next(each for each in brands if each.code == form.cleaned_data["brand"])
    try:
        help_centre.publish_announcement(brand=brand, new=new, by=actor(staff), at=at)
    except help_centre.LacksLanguage as lacking:
        part = "text" if new.titles.get(lacking.language, "").strip() else "title"
        form.add_error(f"{part}_{lacking.language}", _("Write it in this language too: all readers count."))
    except help_centre.EndsBeforeItStarts:
        form.add_error("ends_at", _("Choose a later end; like this nobody could read it."))
    return form.is_valid()


def _may_end(each: Announcement, at: datetime) -> bool:
    return each.ended_at is None and (each.ends_at is None or each.ends_at > at)
