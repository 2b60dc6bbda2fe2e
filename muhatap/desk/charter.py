"""The charter on the desk: what runs, what another one would change, what waits for a second person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext as in_words

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import names_of, scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals.models import Proposal
from muhatap.approvals.queries import proposal_waiting
from muhatap.brands.models import Brand, CharterDraft, CharterVersion, ScheduledCharter
from muhatap.charters.effects import Example, QueueFlow
from muhatap.charters.errors import CharterErrors
from muhatap.charters.operations.applying import Applied
from muhatap.charters.operations.proposing import SORT, ProposedCharter
from muhatap.charters.plan_words import Line, change_words, effect_name, effect_words, lines_of
from muhatap.charters.planning import Asked, Plan, plan_charter, running_charter
from muhatap.charters.queries import charter_versions, draft_of, last_scheduled, law_for, scheduled_charter
from muhatap.charters.reading import read
from muhatap.charters.wording import problem_words
from muhatap.ui.dates import moment_words

# A page is not to be waited for longer than some seconds; the console replays everything.
MOST_CASES = 10_000
MOST_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class VersionFace:
    """One version that ran, and by whom."""

    row: CharterVersion
    proposed_by: str
    applied_by: str
    is_running: bool
    can_return: bool


@dataclass(frozen=True, slots=True)
class EffectFace:
    """What one change of promise would have done, in words."""

    name: str
    words: tuple[str, ...]
    examples: tuple[tuple[Example, str], ...]


@dataclass(frozen=True, slots=True)
class PlanFace:
    """A plan as a page shows it."""

    plan: Plan
    lines: tuple[Line, ...]
    effects: tuple[EffectFace, ...]
    queues: tuple[QueueFlow, ...]


@dataclass(frozen=True, slots=True)
class WaitingFace:
    """The proposal that waits; `is_stale` when another version was applied since."""

    proposal: Proposal
    proposed: ProposedCharter
    is_mine: bool
    is_stale: bool
    begins_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ScheduledFace:
    """The charter that waits for its day; `is_stale` when it will be refused, since another version runs."""

    row: ScheduledCharter
    decided_by: str
    is_stale: bool


@dataclass(frozen=True, slots=True)
class BrandCharter:
    """The charter of one brand as she may see it."""

    brand: Brand
    versions: tuple[VersionFace, ...]
    waiting: WaitingFace | None
    may_propose: bool
    scheduled: ScheduledFace | None = None
    refused: ScheduledCharter | None = None
    draft: CharterDraft | None = None
    draft_by: str = ""

    @property
    def running(self) -> int:
        """The number of the version that runs, 0 for none."""
        return self.versions[0].row.number if self.versions else 0


def charters_visible_to(staff: Staff, at: datetime) -> list[BrandCharter]:
    """The charters of every brand in which she decides about them."""
    return [_charter(brand, staff, at) for brand in brands_deciding(staff)]


def charter_visible_to(staff: Staff, code: str, at: datetime) -> BrandCharter | None:
    """The charter of the brand with this code, if she decides about it."""
    return next((_charter(brand, staff, at) for brand in brands_deciding(staff) if brand.code == code), None)


def plan_face(brand: Brand, text: str, at: datetime, language: str) -> PlanFace:
    """The plan of a text that may be faulty: CharterErrors then."""
    document = read(text, f"{brand.code}.yaml", law=lambda code: law_for(code, at.date()))
    asked = Asked(most=MOST_CASES) if document.brand.code == brand.code else None
    plan = plan_charter(brand=brand, document=document, at=at, asked=asked)
    replay = plan.replay
    effects = tuple(
        EffectFace(
            effect_name(effect),
            tuple(effect_words(effect)),
            tuple((each, change_words(each.change)) for each in effect.examples[:3]),
        )
        for effect in (replay.effects if replay else ())
    )
    queues = tuple(flow for flow in (replay.queues if replay else ()) if flow.before != flow.after)
    running = running_charter(brand)[1]
    lines = tuple(lines_of(plan.changes, (running, document), language))
    return PlanFace(plan, lines, effects, queues)


def applied_words(applied: Applied | ScheduledCharter, at: datetime) -> str:
    """What became of a charter that was decided."""
    if isinstance(applied, ScheduledCharter):
        said = {"when": moment_words(applied.begins_at, at)}
        return _("Decided. It begins %(when)s, if what runs does not change before.") % said
    number = {"version": applied.version}
    return _("Version %(version)s runs: new cases get its promises, open ones keep theirs.") % number


def fault_lines(errors: CharterErrors) -> list[dict[str, object]]:
    """The faults of a charter in the reader's language, each with its place and remedy."""
    said = []
    for problem in errors.problems:
        message, remedy = problem_words(problem, Catalogue())
        said.append({"line": problem.line, "path": problem.path, "message": message, "remedy": remedy})
    return said


class Catalogue(Mapping[str, str]):
    """The catalogue of the active language, as the words of faults ask for it."""

    def __getitem__(self, msgid: str) -> str:
        return in_words(msgid) if msgid else msgid

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def brands_deciding(staff: Staff) -> list[Brand]:
    """The brands in which she decides about the charter, by name."""
    ids = scope_of(staff).brand_ids_with(Permission.APPROVE_CHARTER)
    return list(Brand.objects.filter(id__in=ids).order_by("name", "id"))


def _charter(brand: Brand, staff: Staff, at: datetime) -> BrandCharter:
    rows = charter_versions(brand)
    draft = draft_of(brand)
    people = {person for row in rows for person in (row.proposed_by_id, row.applied_by_id) if person}
    people |= {draft.changed_by_id} if draft else set()
    names = dict(Staff.objects.filter(id__in=people).values_list("id", "name"))
    running = rows[0] if rows else None
    versions = tuple(
        VersionFace(
            row,
            names.get(row.proposed_by_id, ""),
            names.get(row.applied_by_id, "") or _("Operator of the machine"),
            is_running=row is running,
            can_return=running is not None and row.digest != running.digest,
        )
        for row in rows
    )
    proposal = proposal_waiting(brand, SORT, brand.code, at)
    waiting = None
    if proposal is not None:
        proposed = ProposedCharter.of(proposal)
        is_stale = proposed.against != (running.number if running else 0)
        is_mine = proposal.proposed_by_id == staff.pk
        waiting = WaitingFace(proposal, proposed, is_mine, is_stale, proposed.begins_at(brand.zone))
    may_propose = scope_of(staff).may(Permission.CONFIGURE, brand.id)
    return BrandCharter(
        brand,
        versions,
        waiting,
        may_propose,
        scheduled=_scheduled(brand, running.number if running else 0),
        refused=_refused(brand, rows),
        draft=draft,
        draft_by=names.get(draft.changed_by_id, "") if draft else "",
    )


def _scheduled(brand: Brand, running: int) -> ScheduledFace | None:
    row = scheduled_charter(brand)
    if row is None:
        return None
    name = names_of([row.decided_by_id]).get(row.decided_by_id, "") if row.decided_by_id else ""
    return ScheduledFace(row, name or _("Operator of the machine"), row.against != running)


def _refused(brand: Brand, rows: list[CharterVersion]) -> ScheduledCharter | None:
    """The charter that could not begin on its day, until another one was applied."""
    row = last_scheduled(brand)
    if row is None or row.outcome != ScheduledCharter.REFUSED:
        return None
    return row if not rows or row.ended_at >= rows[0].applied_at else None
