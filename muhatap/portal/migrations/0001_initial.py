
import django.db.models.deletion
import muhatap.kernel.fields
import muhatap.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('brands', '0001_initial'),
        ('cases', '0001_initial'),
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attempts',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('what', models.CharField(max_length=20)),
                ('who', models.CharField(max_length=64)),
                ('window_at', models.DateTimeField()),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('what', 'who', 'window_at'), name='portal_attempts_once')],
            },
        ),
        migrations.CreateModel(
            name='FormDraft',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('key_digest', models.CharField(max_length=64, unique=True)),
                ('topic', models.CharField(blank=True, default='', max_length=40)),
                ('step', models.CharField(default='topic', max_length=20)),
                ('language', models.CharField(default='tr', max_length=8)),
                ('sealed_answers', models.BinaryField(default=b'')),
                ('began_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('sent_case_id', models.BigIntegerField(null=True)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brands.brand')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DraftFile',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('evidence', models.CharField(blank=True, default='', max_length=40)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='portal.formdraft')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FixVote',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('topic', models.CharField(max_length=40)),
                ('has_helped', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brands.brand')),
            ],
            options={
                'indexes': [models.Index(fields=['brand', 'topic', 'at'], name='portal_votes')],
            },
        ),
        migrations.CreateModel(
            name='MailedLink',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('recipient', muhatap.kernel.fields.CleanCharField(max_length=254)),
                ('language', models.CharField(default='tr', max_length=8)),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('sealed_url', models.BinaryField(default=b'')),
                ('made_at', models.DateTimeField()),
                ('valid_until', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('next_try_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', muhatap.kernel.fields.CleanCharField(blank=True, default='', max_length=300)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brands.brand')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('draft', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portal.formdraft')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['next_try_at'], name='portal_links_due')],
            },
        ),
    ]
