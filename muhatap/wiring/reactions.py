"""What follows what: to facts, this page is what `urls.py` is to requests."""

from muhatap.audit.recording import Reaction
from muhatap.cases.events import CaseOpened
from muhatap.kernel.facts import Fact

REACTIONS: dict[type[Fact], Reaction] = {
    CaseOpened: Reaction(),
}
