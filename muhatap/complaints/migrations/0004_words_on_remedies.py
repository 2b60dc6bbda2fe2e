"""The customer's word on one remedy alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0003_tasks_are_gone'),
        ('money', '0001_remedies_and_their_ledger'),
    ]

    operations = [
        migrations.AddField(
            model_name='customerword',
            name='remedy',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='money.remedy'),
        ),
        migrations.AddConstraint(
            model_name='customerword',
            constraint=models.CheckConstraint(condition=models.Q(('remedy__isnull', True), models.Q(('decision__isnull', True), ('said__in', ('accepted', 'refused'))), _connector='OR'), name='complaints_word_about_one'),
        ),
    ]
