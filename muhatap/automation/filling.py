"""Words of rules and macros with the values of a case in them, in the customer's language."""

from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.automation.actions import Action
from muhatap.cases.models import Case
from muhatap.kernel.masking import mask
from muhatap.letters.filling import Filled, chosen_language, fill, variables_in
from muhatap.promises.variables import values_of


def filled(action: Action, case: Case, staff: Staff | None, at: datetime) -> Filled:
    """The action's words with what is known of the case, masked like all that is stored."""
    text = action.texts.get(chosen_language(action.texts, case.language), "")
    if not variables_in(text):
        return Filled(mask(text).text)
    done = fill(text, values_of(case, staff, at))
    return Filled(mask(done.text).text, done.missing)
