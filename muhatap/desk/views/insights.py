"""The dashboards, the definitions of the measures, and the cases behind each figure."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.desk.insights import asking, beyond, panels, rows, standing
from muhatap.desk.views.door import actor, missing, on_desk, page
from muhatap.reports import queries, standby
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.exporting import csv_lines, row_of
from muhatap.reports.own import own_measures


@require_safe
@on_desk(Permission.READ_CASES)
@standby.reads_copy
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show what stands now and how it went; asked by htmx, only what changes every half minute."""
    asked = asking.asked_in(request.GET, staff, timezone.localdate())
    at = timezone.now()
    day_end = timezone.localtime(at).replace(hour=23, minute=59, second=59)
    live = {
        "asked": asked,
        "query": asked.query(),
        "strip": panels.strip_of(asked),
        "board": standing.wallboard_of(asked, at, day_end),
        "at": at,
        "known_to": standby.told_from(),
    }
    if request.htmx:
        return render(request, "desk/insights/_live.html", live)
    bars, height, channels = panels.channels_of(asked)
    return page(
        request,
        "insights/show",
        staff,
        section="insights",
        **live,
        spans=[(span, asking.span_words(span)) for span in asking.SPANS],
        teams=asking.teams_of(asked),
        trends=[(each, panels.in_language(MEASURES[each].title)) for each in asking.TRENDS],
        trend=panels.trend_of(asked),
        bars=bars,
        bars_height=height,
        channels=channels,
        heat=panels.heat_of(asked),
        ages=standing.aged(asked, at),
        promises=panels.promises_of(asked),
        hands=panels.hands_of(asked),
        topics=panels.topics_of(asked),
        causes=beyond.causes_of(asked),
        evidence=beyond.evidence_of(asked),
        reach=beyond.reach_of(asked),
        singles=beyond.singles_of(asked),
        team_lines=panels.teams_of(asked),
        agents=panels.agents_of(asked),
        may_set_bounds=scope_of(staff).may_anywhere(Permission.ASSIGN_OTHERS),
        may_publish=scope_of(staff).may_anywhere(Permission.ANNOUNCE),
    )


@require_safe
@on_desk(Permission.READ_CASES)
@standby.reads_copy
def show_rows(request: HttpRequest, staff: Staff, measure: str) -> HttpResponse:
    """Show the cases behind a figure: those in the numerator, those in the rest, or all."""
    asked = asking.asked_in(request.GET, staff, timezone.localdate())
    places, only = rows.places_in(request.GET), request.GET.get("only", "")
    found = rows.behind(asked, measure, places, only)
    if found is None:
        return missing(request)
    where = {**places, **asked.where}
    figure = None
    if len(where) <= len(rows.DIMENSIONS):
        figure = queries.figure(measure, asked.period, brands=asked.brands, where=where)
    return page(
        request,
        "insights/rows",
        staff,
        section="insights",
        asked=asked,
        found=found,
        figure=figure,
        value=panels.figure_words(figure) if figure else "",
        title=panels.in_language(found.measure.title),
        meaning=panels.in_language(found.measure.meaning),
        query=asked.query(**places),
        last_day=asked.period.until - timedelta(days=1),
        only=only,
        most=rows.AT_MOST,
        known_to=standby.told_from(),
    )


@require_safe
@on_desk(Permission.READ_CASES)
def measures(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show what every measure means and how it is computed."""
    listed = [*MEASURES.values(), *own_measures(queries.brands_read_by(staff)[0]).values()]
    told = [(each, panels.in_language(each.title), panels.in_language(each.meaning)) for each in listed]
    return page(request, "insights/measures", staff, section="insights", told=told)


@require_safe
@on_desk(Permission.READ_CASES)
@standby.reads_copy
def export(request: HttpRequest, staff: Staff) -> StreamingHttpResponse:
    """Give the rows behind the dashboards as CSV, as many as there are."""
    asked = asking.asked_in(request.GET, staff, timezone.localdate())
    # The rows flow after this view has answered.
    using = standby.alias()
    seen = (
        row_of(each)
        for brand in asked.brands
        for each in queries.observations(asked.period, brand=brand, where=asked.where, using=using)
    )
    response = StreamingHttpResponse(
        (line.encode() for line in csv_lines(seen)), content_type="text/csv; charset=utf-8"
    )
    for brand in asked.brands:
        accounts.note_export(
            brand_id=brand.id, what="measures", rows=None, by=actor(staff), at=timezone.now()
        )
    name = f"rows-{asked.period.since}-{asked.period.until - timedelta(days=1)}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
