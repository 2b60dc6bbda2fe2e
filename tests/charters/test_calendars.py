"""Which calendar counts a promise, and how the charter's calendar becomes a schedule."""

from datetime import date

from muhatap.charters.reading import read
from muhatap.charters.schedules import schedule_of
from tests.charters.small import SMALL, broken

TEAM = (
    SMALL.replace(
        "  people: {name: {tr: İnsanlar, en: People}}",
        "  people: {name: {tr: İnsanlar, en: People}, calendar: saturday}",
    )
    .replace(
        "channels:\n",
        "  saturday: {name: {tr: Cumartesi, en: Saturday}, hours: {sat: [['10:00', '18:00']]}}\nchannels:\n",
        1,
    )
    .replace("    when: {channel: [web_form]}\n", "    when: {team: [people]}\n")
)


def test_a_promise_for_a_team_counts_in_the_teams_hours():
    document = read(TEAM, "kaynak.yaml")
    promise = next(each for each in document.promises if each.id == "reply_form")
    assert document.calendar_of(promise) == "saturday"
    assert document.conditions_of(promise) == {"team": ["people"]}


def test_nights_and_moved_feasts_reach_the_schedule():
    text = broken('      mon: [["09:00", "12:00"], ["13:00", "18:00"]]', '      mon: [["22:00", "06:00+1"]]')
    text = text.replace(
        "holidays: {country: TR, ",
        "holidays: {country: TR, half_day_until: '12:00', worked: ['2026-10-26'], extra: ['2026-12-28'], "
        "names: {'2026-12-28': {tr: Sayım, en: Stocktaking}}, ",
    )
    document = read(text, "kaynak.yaml")
    schedule = schedule_of(document.calendars[0], document.brand.zone, [2026])
    assert schedule.hours_on(date(2026, 11, 23)) == ((1320, 1440),)
    assert schedule.hours_on(date(2026, 11, 24)) == ((0, 360),)
    assert schedule.hours_on(date(2026, 12, 28)) == ()
    assert schedule.names[date(2026, 12, 28)] == {"tr": "Sayım", "en": "Stocktaking"}
    assert read(document.canonical_json(), "kaynak.yaml").to_json() == document.to_json()
