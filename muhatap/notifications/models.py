"""Notices to staff."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.kernel.models import Row


class Notice(Row):
    """One line to one member of staff; `kind` and `params` are put into words where it is shown."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    about_case_id = models.BigIntegerField(null=True)
    params = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    # When it is mailed as well, unless it is read before; empty: not by mail, or done.
    mail_at = models.DateTimeField(null=True)
    # Told within another notice that sums several up; such a notice is not shown on its own.
    folded_into = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="folded")
    # The same notice to the same person is told once, however often a task runs.
    once_key = models.CharField(max_length=120, unique=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["staff", "-at"], name="notifications_unread", condition=Q(read_at__isnull=True)
            ),
            models.Index(
                fields=["mail_at"], name="notifications_to_mail", condition=Q(mail_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.staff_id}"
