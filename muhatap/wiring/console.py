"""The one command, `muhatap`: a table of sub-commands that are loaded only when they are called."""

import argparse
import os
import sys
from importlib import import_module

from muhatap.wiring.stopping import UpgradeStopped

COMMANDS = {
    "serve": "run the desk: pages, sockets and background work on one address",
    "setup": "make the installation ready: tables, static files, a charter",
    "charter": "check, plan, apply, roll back, export a service charter, or print its schema",
    "clock": "compute due times and elapsed business time",
    "mask": "mask card, identity and account numbers in text",
    "mail": "receive, parse and poll e-mail",
    "promises": "sweep the clocks",
    "complaints": "the register of complaints and balanced returns",
    "remedies": "the ledger of remedies and its sums, interest, parts of fees",
    "problems": "causes behind many cases, and which brought most",
    "audit": "verify the event chain, sign its heads",
    "security": "security events for a SIEM, and their chains",
    "privacy": "requests about data, what ends by its class, and the run that destroys it",
    "dossier": "seal the file of a case, verify one",
    "api": "print the OpenAPI document of the API",
    "app": "keys with which the operator's server signs the users of its app",
    "keyring": "a new key for what is sealed, everything sealed anew, the end of an older one",
    "token": "create, list and revoke API tokens",
    "staff": "create staff and show demo codes",
    "report": "measures, the cases behind them, imports, exports, rebuild",
    "staffing": "how many people it takes, by Erlang C",
    "rules": "list rules, preview one on the last month, run them",
    "search": "rebuild the search index",
    "help": "write the help centre as plain files that need no server of ours",
    "status": "write the status page as plain files that need no server of ours",
    "bench": "make believable data in bulk and measure",
    "doctor": "look at the installation and say what is wrong and how to mend it",
    "import": "take over the tickets of Zendesk, Freshdesk, Zammad or osTicket",
    "archive": "put closed years into sealed files, prove them, take a case out again",
    "backup": "write the whole desk into one file, while it runs",
    "restore": "put a backup back into an empty place, or rehearse it",
    "files": "carry stored bytes to another store, and check one",
    "move": "carry an embedded desk over to PostgreSQL and compare",
    "work": "run background work: deliveries, listeners, sweeps, mail",
}


def main(argv: list[str] | None = None) -> int:
    """Run one sub-command and return its exit code.

    0 done, 1 found something wrong, 2 wrong use, 130 interrupted; where the data are of another version: 3 an
    upgrade failed and was undone, 4 they are of a newer version, 5 an upgrade was not begun.
    """
    arguments = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(prog="muhatap", description="Run and inspect a Muhatap desk.")
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", nargs="?")
    parser.epilog = "\n".join(f"  {name:10} {what}" for name, what in COMMANDS.items())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    if not arguments or arguments[0] in {"-h", "--help"} or arguments[0] not in COMMANDS:
        parser.parse_args(arguments[:1])
        parser.print_help()
        return 2
    module = import_module(f"muhatap.wiring.commands.{arguments[0]}")
    sub = argparse.ArgumentParser(prog=f"muhatap {arguments[0]}", description=COMMANDS[arguments[0]])
    sub.epilog = "--data DIR names the data folder (default: MUHATAP_DATA, else ./data)."
    module.add_arguments(sub)
    data, rest = _taken_out(arguments[1:], "--data")
    options = sub.parse_args(rest)
    if data == "":
        sub.error("--data: name a folder")
    if data:
        os.environ["MUHATAP_DATA"] = os.path.abspath(data)
    try:
        return int(module.run(options) or 0)
    except UpgradeStopped as stopped:
        print(stopped, file=sys.stderr)
        return stopped.code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _taken_out(arguments: list[str], name: str) -> tuple[str | None, list[str]]:
    """The value of an option that may stand before or after a verb, and the other arguments."""
    value: str | None = None
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == name:
            value = next(waiting, "")
        elif argument.startswith(f"{name}="):
            value = argument.partition("=")[2]
        else:
            rest.append(argument)
    return value, rest


def start_django() -> None:
    """Load the application, for sub-commands that read or write the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muhatap.wiring.settings")
    import django

    django.setup()


if __name__ == "__main__":
    sys.exit(main())
