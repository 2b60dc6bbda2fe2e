"""`migrate`, which founds an empty database at once and goes on from there as Django does."""

from django.core.management.commands import migrate

from muhatap.wiring.founding import found


class Command(migrate.Command):
    """Django's command; `--long-way` walks every migration also where the database is empty."""

    def add_arguments(self, parser) -> None:
        """Its options and one of ours."""
        super().add_arguments(parser)
        parser.add_argument("--long-way", action="store_true", help="walk every migration")

    def handle(self, *args, **options):
        """Found, then migrate."""
        is_whole = not options["app_label"] and not options["fake"] and not options["plan"]
        if is_whole and not options.get("long_way") and not options["check_unapplied"]:
            found(options["database"])
        return super().handle(*args, **options)
