"""Cases as grouping sees them: the stems of their first words, and what their answers name."""

import re
from collections.abc import Sequence

from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.kernel.search_text import stems
from muhatap.problems.codes import is_telling, normal_code
from muhatap.problems.grouping import Item
from muhatap.problems.naming import signs_named

_WORD = re.compile(r"[^\W\d_]{3,40}")
_CODE = re.compile(r"\b[A-Za-z]{1,8}[-_ ]?\d{2,6}\b")
_READ_AT_MOST = 2000


def items_of(cases: Sequence[Case]) -> list[Item]:
    """These cases in the order in which they came."""
    said: dict[int, str] = {}
    rows = Message.objects.filter(case_id__in=[case.id for case in cases], author=Author.CUSTOMER)
    for case_id, text in rows.order_by("at", "id").values_list("case_id", "text"):
        said.setdefault(case_id, text[:_READ_AT_MOST])
    items = [_item(case, said.get(case.id, "")) for case in cases]
    return sorted(items, key=lambda item: (item.at, item.id))


def _item(case: Case, text: str) -> Item:
    words = f"{case.subject} . {text}"
    signs = signs_named(case.fields)
    code = normal_code(signs.get("error_code", "")) or _code_in(words)
    signs.pop("error_code", None)
    if code:
        signs["error_code"] = code
    return Item(case.id, case.received_at, frozenset(_stems(words)), signs)


def _stems(words: str) -> set[str]:
    # The shortest of a word's stems: endings that differ leave the same beginning.
    return {min(stems(word), key=lambda stem: (len(stem), stem)) for word in _WORD.findall(words)}


def _code_in(words: str) -> str:
    found = (normal_code(match.group()) for match in _CODE.finditer(words))
    return next((code for code in found if is_telling(code)), "")
