"""Everything that is measured on one database, in a process whose settings are that database's.

python -m bench.one OPTIONS-AS-JSON
"""

import json
import os
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.desk import Desk
from bench.figures import Figure

MESSAGES_ON_THE_PAGE = 20


@dataclass(slots=True)
class Bench:
    """A full desk that runs, and what is needed to knock at its doors."""

    desk: Desk
    database: str
    token: str
    cookie: str
    brand_id: int
    case_id: int
    list_page: str
    case_page: str
    search_page: str
    creates: int
    rounds: int
    seconds: int
    visitors: tuple[int, ...]

    @property
    def is_postgres(self) -> bool:
        """Whether the database is a PostgreSQL."""
        return self.database.startswith("postgres")


def main(options: dict[str, Any]) -> None:
    """Seed, start, measure; print progress on stderr and the figures as JSON on stdout."""
    data = Path(options["data"])
    desk = Desk(data, options["url"])
    os.environ.update(desk.environment)
    from muhatap.wiring.console import start_django

    start_django()
    from bench.scenarios import (
        chatting,
        clockwork,
        counting,
        creating,
        fanning_out,
        reading,
        receiving,
        standing,
    )

    seeded = _seed(options)
    bench = _bench(desk, options)
    figures = []
    desk.start()
    try:
        _say(f"{options['database']}: waiting until the desk is at rest …")
        waited = desk.rest()
        if not seeded.get("kept"):
            note = "cases counted, added up, compared, days signed"
            figures.append(Figure("a new history until the desk is at rest", waited, "s", note=note))
        for scenario in (
            creating.measure,
            reading.measure,
            fanning_out.measure,
            chatting.measure,
            standing.measure_memory,
            standing.measure_size,
            counting.measure,
        ):
            name = scenario.__module__.rpartition(".")[2]
            if options["only"] and name not in options["only"]:
                continue
            _say(f"{options['database']}: {name} …")
            figures += scenario(bench)
    finally:
        desk.stop()
    if not options["only"] or "creating" in options["only"]:
        creating.add_limits(bench, figures)
    if not options["only_pages"]:
        _say(f"{options['database']}: receiving mail …")
        figures += receiving.measure(bench)
        _say(f"{options['database']}: starting, proving …")
        figures += clockwork.measure(bench)
        figures += standing.measure_start(bench)
        figures += standing.measure_verify(bench)
    json.dump({"seed": seeded, "figures": [asdict(figure) for figure in figures]}, sys.stdout)


def _seed(options: dict[str, Any]) -> dict[str, Any]:
    from muhatap.cases.models import Case
    from muhatap.wiring.preparing import migrate_database
    from muhatap.wiring.seeding import seed

    # What is measured can be made again.
    migrate_database(with_backup=False)
    if Case.objects.exists():
        return {"cases": Case.objects.count(), "kept": True}
    cases, waiting = options["cases"], min(options["open"], options["cases"] // 2)
    _say(f"{options['database']}: seeding {cases} cases, {waiting} of them open …")
    made = seed(cases=cases, open_cases=waiting, show_progress=sys.stderr.isatty())
    return {
        "cases": made.cases,
        "open": made.open_cases,
        "events": made.events,
        "seconds": round(made.seconds, 1),
    }


def _bench(desk: Desk, options: dict[str, Any]) -> Bench:
    from django.conf import settings
    from django.db import connection

    from muhatap.accounts import operations as accounts
    from muhatap.accounts.models import Staff
    from muhatap.brands.models import Brand
    from muhatap.cases.models import Case
    from muhatap.kernel.actors import Actor

    at = datetime.now(UTC)
    brand = Brand.objects.order_by("created_at", "id").first()
    _, token = accounts.create_token(
        brand=brand, name=f"bench {at:%H%M%S%f}", scopes=["cases:read", "cases:write"],
        by=Actor.system("bench"), at=at,
    )  # fmt: skip
    staff = Staff.objects.filter(memberships__brand=brand).order_by("email").first()
    case = Case.objects.filter(brand=brand, is_open=True, owner__isnull=False).order_by("id").first()
    _lengthen(case)
    cookie = f"{settings.SESSION_COOKIE_NAME}={_session_of(staff, brand)}"
    connection.close()
    return Bench(
        desk=desk,
        database=options["url"] if options["database"] == "postgres" else str(desk.data / "muhatap.sqlite3"),
        token=token,
        cookie=cookie,
        brand_id=brand.id,
        case_id=case.id,
        list_page="/desk/",
        case_page=f"/desk/cases/{case.number}/",
        search_page="/desk/search/?q=",
        creates=options["creates"],
        rounds=options["rounds"],
        seconds=options["seconds"],
        visitors=tuple(options["visitors"]),
    )


def _session_of(staff: Any, brand: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from muhatap.accounts.models import Membership
    from muhatap.accounts.roles import Role

    # A supervisor reads the whole brand: the longest list.
    Membership.objects.filter(staff=staff, brand=brand).update(role=Role.SUPERVISOR)
    session = SessionStore()
    session[SESSION_KEY] = str(staff.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
    session["second_factor_passed"] = staff.pk
    session.save()
    return str(session.session_key)


def _lengthen(case: Any) -> None:
    """Let both sides write until the page has twenty messages."""
    from muhatap.cases import operations as cases
    from muhatap.cases.statuses import Author
    from muhatap.kernel.actors import Actor

    at = datetime.now(UTC)
    for turn in range(case.message_count, MESSAGES_ON_THE_PAGE):
        by_staff = turn % 2 == 1
        cases.post_message(
            case=case,
            new=cases.NewMessage(
                author=Author.STAFF if by_staff else Author.CUSTOMER,
                channel=case.channel,
                text="Dekontu ekledim, kesilen komisyonun iadesini bekliyorum. " * 4,
            ),
            by=Actor.staff(case.owner_id) if by_staff else Actor.customer(case.customer_id),
            at=at,
        )


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
