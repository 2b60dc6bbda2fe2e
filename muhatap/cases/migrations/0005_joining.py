import django.db.models.deletion
from django.db import migrations, models

import muhatap.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_participants_and_side_conversations")]

    operations = [
        migrations.CreateModel(
            name="Joining",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("joined_at", models.DateTimeField()),
                ("parted_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("parted_at__isnull", True)),
                        fields=("case",),
                        name="cases_joined_once",
                    )
                ],
            },
        ),
    ]
