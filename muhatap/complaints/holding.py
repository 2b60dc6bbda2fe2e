"""Holding a complaint: what others changed meanwhile is read before anything is decided."""

from muhatap.cases.locking import lock
from muhatap.complaints.models import Complaint


def hold(complaint: Complaint) -> None:
    """Lock the case, then the complaint, and read what others changed: of two moves one comes too late."""
    lock(complaint.case)
    held = Complaint.objects.select_for_update(of=("self",)).get(id=complaint.id)
    for field in Complaint._meta.concrete_fields:
        if field.name not in {"id", "brand", "case"}:
            setattr(complaint, field.attname, getattr(held, field.attname))
