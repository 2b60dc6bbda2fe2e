"""Announcements: published for everybody, and ended."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.audit.recording import unit_of_work
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
from muhatap.integrations import operations as integrations
from muhatap.integrations.queries import posts_of
from muhatap.topics.questions import words

_PLACE = "/desk/announcements/"
_SORTS = {
    "case_number": gettext_lazy("a case number"),
    "contact": gettext_lazy("an address or a telephone number"),
    "card": gettext_lazy("a card number"),
    "iban": gettext_lazy("an IBAN"),
    "tckn": gettext_lazy("an identity number"),
}


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
    found = announcements_visible_to(staff)
    posts = posts_of([each.id for each in found])
    rows = [
        (
            each,
            words(each.titles, (get_language() or "",)),
            each.is_shown_at(at),
            _may_end(each, at),
            posts.get(each.id, ()),
        )
        for each in found
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
    is_social = bool(form.cleaned_data.get("on_social"))
    try:
        with unit_of_work():
            row = help_centre.publish_announcement(brand=brand, new=new, by=actor(staff), at=at)
            if is_social:
                integrations.post_announcement(announcement=row, by=actor(staff), at=at)
    except integrations.SaysPrivate as private:
        form.add_error("on_social", _("Everybody would read this: %(found)s.") % {"found": sorts(private)})
    except integrations.NowhereToPost:
        form.add_error("on_social", _("This service has no social channels that the desk can write to."))
    except help_centre.LacksLanguage as lacking:
        part = "text" if new.titles.get(lacking.language, "").strip() else "title"
        form.add_error(f"{part}_{lacking.language}", _("Write it in this language too: all readers count."))
    except help_centre.EndsBeforeItStarts:
        form.add_error("ends_at", _("Choose a later end; like this nobody could read it."))
    return form.is_valid()


def sorts(private: integrations.SaysPrivate) -> str:
    """What a text shows of a person, in words."""
    return ", ".join(str(_SORTS.get(each, each)) for each in private.found)


def _may_end(each: Announcement, at: datetime) -> bool:
    return each.ended_at is None and (each.ends_at is None or each.ends_at > at)
