"""What rules noted of the cases on which they acted."""

from muhatap.kernel.holdings import Holding, Known
from muhatap.kernel.purposes import Sort

HOLDINGS = (
    Holding(table="automation.Firing", sort=Sort.ACTIONS, by={"case_id": Known.CASE}, unworded=("steps",)),
)
EMPTY = {
    "Rule": "the desk's own rules",
    "RuleVersion": "the desk's own rules, with counts of cases",
    "Reached": "how far rules are",
    "Macro": "the desk's own texts",
}
