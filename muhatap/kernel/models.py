"""The base of every table."""

from django.db import models

from muhatap.kernel.ids import new_id


class Row(models.Model):
    """A row whose id is made before it is written, so that a whole unit of work can be built first."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True
