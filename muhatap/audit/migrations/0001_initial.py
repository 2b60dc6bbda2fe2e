
import muhatap.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ErasableContent',
            fields=[
                ('event_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('fields', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='HeadLog',
            fields=[
                ('number', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('previous', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('streams', models.PositiveIntegerField()),
                ('key_id', models.CharField(max_length=40)),
                ('fingerprint', models.CharField(max_length=64)),
                ('signature', models.CharField(max_length=128)),
            ],
        ),
        migrations.CreateModel(
            name='Lease',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('holder', models.CharField(max_length=80)),
                ('until', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('stream_id', models.BigIntegerField()),
                ('seq', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=64)),
                ('schema', models.PositiveSmallIntegerField(default=1)),
                ('at', models.DateTimeField()),
                ('brand_id', models.BigIntegerField(null=True)),
                ('actor_kind', models.CharField(max_length=16)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('actor_label', models.CharField(default='', max_length=64)),
                ('content', models.TextField()),
                ('digests', models.TextField(default='')),
                ('prev_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['brand_id', 'kind', 'at'], name='audit_event_kind')],
                'constraints': [models.UniqueConstraint(fields=('stream_id', 'seq'), name='audit_event_place')],
            },
        ),
        migrations.CreateModel(
            name='ListenerRun',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('event_id', models.BigIntegerField()),
                ('listener', models.CharField(max_length=120)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('given_up_at', models.DateTimeField(null=True)),
                ('error', models.TextField(default='')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True), ('given_up_at__isnull', True)), fields=['next_try_at', 'id'], name='audit_listener_due')],
                'constraints': [models.UniqueConstraint(fields=('event_id', 'listener'), name='audit_listener_once')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('event_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('published_seq', models.BigIntegerField(null=True, unique=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('published_seq__isnull', True)), fields=['event_id'], name='audit_unpublished')],
            },
        ),
        migrations.CreateModel(
            name='Stream',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=16)),
                ('brand_id', models.BigIntegerField(null=True)),
                ('length', models.PositiveIntegerField(default=0)),
                ('head', models.CharField(default='', max_length=64)),
                ('signed_length', models.PositiveIntegerField(db_default=0, default=0)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['changed_at'], name='audit_stream_changed'), models.Index(condition=models.Q(('length__gt', models.F('signed_length'))), fields=['id'], name='audit_stream_unsigned')],
            },
        ),
    ]
