"""What the customer said about single remedies; where she said nothing, that is no yes."""

from muhatap.cases.models import Case
from muhatap.complaints.models import Complaint, CustomerWord
from muhatap.money.models import Remedy
from muhatap.money.remedies import remedies_to_execute


def words_on_remedies(case: Case) -> dict[int, str]:
    """Her latest word by remedy; one about which she was silent is missing."""
    rows = CustomerWord.objects.filter(complaint__case=case, remedy__isnull=False).order_by("at", "id")
    return dict(rows.values_list("remedy_id", "said"))


def word_on(remedy: Remedy) -> str:
    """Her latest word on one remedy, empty while she is silent."""
    row = CustomerWord.objects.filter(remedy_id=remedy.id).order_by("-at", "-id").first()
    return row.said if row else ""


def to_execute(complaint: Complaint) -> list[Remedy]:
    """Approved remedies that are still to be carried out; what she refused is not."""
    words = words_on_remedies(complaint.case)
    return [each for each in remedies_to_execute(complaint.case) if words.get(each.id) != "refused"]
