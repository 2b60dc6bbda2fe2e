"""Who looked at what, once for each reader and hour."""

import muhatap.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0003_roots_of_head_logs'),
    ]

    operations = [
        migrations.CreateModel(
            name='Viewing',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('stream_id', models.BigIntegerField()),
                ('actor_kind', models.CharField(max_length=16)),
                ('actor_id', models.BigIntegerField()),
                ('role', models.CharField(default='', max_length=16)),
                ('hour_at', models.DateTimeField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('stream_id', 'actor_kind', 'actor_id', 'hour_at'), name='audit_viewing_once')],
            },
        ),
    ]
