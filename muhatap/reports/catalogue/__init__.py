"""All measures, in the order in which they are listed."""

from hashlib import sha256

from muhatap.reports.catalogue.beyond import BEYOND
from muhatap.reports.catalogue.cases import CASES
from muhatap.reports.catalogue.chats import CHATS
from muhatap.reports.catalogue.complaints import COMPLAINTS
from muhatap.reports.catalogue.contacts import CONTACTS
from muhatap.reports.catalogue.voices import VOICES
from muhatap.reports.measures import Measure

MEASURES: dict[str, Measure] = {
    measure.id: measure for measure in (*CASES, *CONTACTS, *CHATS, *VOICES, *COMPLAINTS, *BEYOND)
}
# A change of any measure's version changes this, and the rollups are written anew.
RULES = sha256(",".join(f"{each.id}.{each.version}" for each in MEASURES.values()).encode()).hexdigest()[:32]
