"""Where the customer downloads a letter as PDF that has none with it: a notice that left by itself."""

from muhatap.cases.models import Case, Message
from muhatap.letters.queries import is_letter


def place_of_paper(case: Case, message: Message) -> str:
    """The address of the PDF; empty for what is no letter, and for what has its PDF with it."""
    kinds = {each.file.content_type for each in message.attachments.all()}
    if not is_letter(message) or "application/pdf" in kinds:
        return ""
    return f"/{case.brand.code}/cases/{case.number}/letters/{message.id}.pdf"
