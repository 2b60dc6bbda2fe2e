"""A day to come: what is expected, who it takes, who is on the rota, and what a change would bring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from muhatap.accounts.rotas import teams_of_brand
from muhatap.brands.models import Brand
from muhatap.reports import arrivals, forecasting, queries
from muhatap.reports.day_charts import ArrivalChart, PeopleChart, arrival_chart, people_chart
from muhatap.reports.erlang import Goal
from muhatap.reports.forecasting import Forecast, Need, Outlook, Work, clock_of
from muhatap.reports.observations import Kind
from muhatap.ui.furniture import channel_words, percent_words

_CHATS = "live_chat"
_KNOWN_DAYS = 28
_AHEAD = timedelta(days=366)
# By field: what stands there at first, and its bounds.
FIELDS = {
    "aht": (300, 10, 14_400),
    "at_once": (1, 1, 10),
    "share": (80, 1, 99),
    "within": (20, 0, 3600),
    "shrinkage": (30, 0, 90),
    "volume": (100, 0, 1000),
    "longer": (100, 1, 1000),
    "more": (0, 0, 500),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A day of a brand, the channel and team, and the numbers of the form."""

    brand: Brand
    day: date
    today: date
    channel: str
    team: str
    numbers: Mapping[str, int]

    @property
    def work(self) -> Work:
        """What a contact takes, what should be reached, and what is tried."""
        asked = self.numbers
        return Work(
            handling=asked["aht"],
            at_once=asked["at_once"],
            goal=Goal(share=asked["share"] / 100, within=asked["within"], shrinkage=asked["shrinkage"] / 100),
            volume=asked["volume"] / 100,
            longer=asked["longer"] / 100,
            more_people=asked["more"],
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A half hour as the table shows it."""

    at: str
    expected: str
    interval: str
    need: Need
    level: str


@dataclass(frozen=True, slots=True)
class Day:
    """The forecast of a day and what it takes, as it is and as it would be."""

    forecast: Forecast
    is_contacts: bool
    arrivals: ArrivalChart | None
    people: PeopleChart | None
    rows: Sequence[Row]
    sums: Sequence[tuple[str, str, str]]
    is_tried: bool


def question_in(given: Mapping[str, str], brand: Brand, at: datetime) -> Question:
    """What the query of an address asks; whatever makes no sense falls back to tomorrow and the usual."""
    today = at.astimezone(ZoneInfo(brand.zone)).date()
    channels = arrivals.channels_with_arrivals(brand, today)
    channel = given.get("channel", "") if given.get("channel") in channels else ""
    team = given.get("team", "")
    numbers = {name: _number(given.get(name), name) for name in FIELDS}
    if not given.get("aht"):
        numbers["aht"] = _usual_handling(brand, today, channel) or numbers["aht"]
    if not given.get("at_once") and channel == _CHATS:
        numbers["at_once"] = 3
    return Question(
        brand=brand,
        day=_day(given.get("day"), today),
        today=today,
        channel=channel,
        team=team if team in {each.code for each in teams_of_brand(brand)} else "",
        numbers=numbers,
    )


def choices_of(brand: Brand, today: date) -> dict[str, list[tuple[str, str]]]:
    """The channels and teams to choose from."""
    return {
        "channels": [(code, channel_words(code)) for code in arrivals.channels_with_arrivals(brand, today)],
        "teams": [(team.code, team.name) for team in teams_of_brand(brand)],
    }


def day_of(question: Question) -> Day:
    """The answer."""
    brand, work = question.brand, question.work
    kind, history = arrivals.arrivals_of(brand, min(question.day, question.today), channel=question.channel)
    told = forecasting.forecast(history, question.day, holidays=arrivals.holidays_of(brand))
    scheduled = arrivals.scheduled_on(brand, question.day, team=question.team)
    now = forecasting.outlook(told.slots, work.as_it_is, scheduled)
    tried = forecasting.outlook(told.slots, work, scheduled) if work.is_tried else now
    shown = _between_first_and_last(tried.needs)
    return Day(
        forecast=told,
        is_contacts=kind is Kind.CONTACT,
        arrivals=arrival_chart([each.expected for each in shown]) if shown else None,
        people=people_chart(shown) if shown else None,
        rows=[_row(each) for each in shown if each.expected.high or each.scheduled],
        sums=_sums(now, tried),
        is_tried=work.is_tried,
    )


def _between_first_and_last(needs: Sequence[Need]) -> Sequence[Need]:
    busy = [place for place, each in enumerate(needs) if each.expected.mean >= 0.05 or each.scheduled]
    return needs[busy[0] : busy[-1] + 1] if busy else ()


def _row(need: Need) -> Row:
    each = need.expected
    level = need.reached.service_level if need.scheduled else None
    return Row(
        at=clock_of(each.slot),
        expected=_plain(each.mean),
        interval=f"{_plain(each.low)}–{_plain(each.high)}",
        need=need,
        level=_percent(level) if each.mean else "–",
    )


def _sums(now: Outlook, tried: Outlook) -> list[tuple[str, str, str]]:
    def both(name: str, say) -> tuple[str, str, str]:  # type: ignore[no-untyped-def]
        return name, say(now), say(tried)

    return [
        both(_("Most people at once"), lambda each: str(each.peak)),
        both(_("Heads on the payroll for them"), lambda each: str(each.heads)),
        both(_("Hours needed"), lambda each: _plain(each.hours)),
        both(_("Hours on the rota"), lambda each: _plain(each.hours_scheduled)),
        both(_("Half hours with too few"), lambda each: str(each.short)),
        both(_("Answered in time"), lambda each: _percent(each.service_level)),
    ]


def _usual_handling(brand: Brand, today: date, channel: str) -> int | None:
    period = queries.Period(today - timedelta(days=_KNOWN_DAYS), today)
    where = {"channel": channel} if channel else {}
    measure = "aht_chat" if channel == _CHATS else "aht"
    value = queries.figure(measure, period, brands=[brand], where=where).value
    low, high = FIELDS["aht"][1:]
    return None if value is None else min(high, max(low, round(value)))


def _number(said: str | None, name: str) -> int:
    usual, low, high = FIELDS[name]
    return (
        min(high, max(low, int(said)))
        if said and said.isascii() and said.isdecimal() and len(said) < 6
        else usual
    )


def _day(said: str | None, today: date) -> date:
    try:
        day = date.fromisoformat(said or "")
    except ValueError:
        return today + timedelta(days=1)
    return day if today - _AHEAD <= day <= today + _AHEAD else today + timedelta(days=1)


def _plain(value: float) -> str:
    return number_format(round(value, 1), decimal_pos=0 if value >= 20 or value == int(value) else 1)


def _percent(share: float | None) -> str:
    return "–" if share is None else percent_words(round(share * 100))
