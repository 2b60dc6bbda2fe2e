
import django.db.models.deletion
import muhatap.cases.statuses
import muhatap.kernel.fields
import muhatap.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('brands', '0001_initial'),
        ('customers', '0001_initial'),
        ('files', '0001_initial'),
        ('topics', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='NumberCounter',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('used', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=14, unique=True)),
                ('secret_generation', models.PositiveSmallIntegerField(default=0)),
                ('subject', muhatap.kernel.fields.CleanCharField(max_length=300)),
                ('status', models.CharField(choices=[(muhatap.cases.statuses.Status['NEW'], muhatap.cases.statuses.Status['NEW']), (muhatap.cases.statuses.Status['OPEN'], muhatap.cases.statuses.Status['OPEN']), (muhatap.cases.statuses.Status['WAITING_CUSTOMER'], muhatap.cases.statuses.Status['WAITING_CUSTOMER']), (muhatap.cases.statuses.Status['WAITING_THIRD_PARTY'], muhatap.cases.statuses.Status['WAITING_THIRD_PARTY']), (muhatap.cases.statuses.Status['RESOLVED'], muhatap.cases.statuses.Status['RESOLVED']), (muhatap.cases.statuses.Status['CLOSED'], muhatap.cases.statuses.Status['CLOSED'])], default=muhatap.cases.statuses.Status['NEW'], max_length=20)),
                ('is_open', models.BooleanField(default=True)),
                ('kind', models.CharField(choices=[(muhatap.cases.statuses.Kind['REQUEST'], muhatap.cases.statuses.Kind['REQUEST']), (muhatap.cases.statuses.Kind['COMPLAINT'], muhatap.cases.statuses.Kind['COMPLAINT']), (muhatap.cases.statuses.Kind['EMERGENCY'], muhatap.cases.statuses.Kind['EMERGENCY']), (muhatap.cases.statuses.Kind['IDENTITY'], muhatap.cases.statuses.Kind['IDENTITY']), (muhatap.cases.statuses.Kind['REFUND'], muhatap.cases.statuses.Kind['REFUND']), (muhatap.cases.statuses.Kind['PRIVACY'], muhatap.cases.statuses.Kind['PRIVACY'])], default=muhatap.cases.statuses.Kind['REQUEST'], max_length=16)),
                ('priority', models.PositiveSmallIntegerField(default=4)),
                ('channel', models.CharField(max_length=20)),
                ('language', models.CharField(default='tr', max_length=8)),
                ('fields', models.JSONField(default=dict)),
                ('sealed_fields', models.BinaryField(default=b'')),
                ('notices', models.JSONField(default=dict)),
                ('received_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('next_step', muhatap.kernel.fields.CleanCharField(max_length=300)),
                ('next_update_at', models.DateTimeField(null=True)),
                ('next_due_at', models.DateTimeField()),
                ('customer_wrote_at', models.DateTimeField(null=True)),
                ('staff_wrote_at', models.DateTimeField(null=True)),
                ('resolved_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_reason', models.CharField(blank=True, default='', max_length=20)),
                ('dissatisfied_at', models.DateTimeField(null=True)),
                ('message_count', models.PositiveIntegerField(default=0)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brands.brand')),
                ('chosen_topic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='topics.topic')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='customers.customer')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('queue', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='topics.queue')),
                ('topic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='topics.topic')),
            ],
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('author', models.CharField(max_length=12)),
                ('text', muhatap.kernel.fields.CleanTextField(blank=True, default='')),
                ('updated_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('author', models.CharField(choices=[(muhatap.cases.statuses.Author['CUSTOMER'], muhatap.cases.statuses.Author['CUSTOMER']), (muhatap.cases.statuses.Author['STAFF'], muhatap.cases.statuses.Author['STAFF']), (muhatap.cases.statuses.Author['NOTE'], muhatap.cases.statuses.Author['NOTE']), (muhatap.cases.statuses.Author['AUTOMATIC'], muhatap.cases.statuses.Author['AUTOMATIC'])], max_length=12)),
                ('channel', models.CharField(max_length=20)),
                ('language', models.CharField(default='tr', max_length=8)),
                ('text', muhatap.kernel.fields.CleanTextField()),
                ('html', muhatap.kernel.fields.CleanTextField(blank=True, default='')),
                ('quoted', muhatap.kernel.fields.CleanTextField(blank=True, default='')),
                ('masked', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('external_id', muhatap.kernel.fields.CleanCharField(blank=True, default='', max_length=250)),
                ('vault_item_id', models.BigIntegerField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='cases.case')),
                ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('evidence', models.CharField(blank=True, default='', max_length=40)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='cases.message')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', muhatap.kernel.fields.CleanCharField(blank=True, default='', max_length=200)),
                ('email', muhatap.kernel.fields.CleanCharField(max_length=254)),
                ('role', models.CharField(default='copied', max_length=20)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='SearchText',
            fields=[
                ('message_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('case_id', models.BigIntegerField()),
                ('brand_id', models.BigIntegerField()),
                ('body', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['case_id'], name='cases_search_case')],
            },
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['brand', 'next_due_at', 'id'], name='cases_open_brand'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['queue', 'next_due_at', 'id'], name='cases_open_queue'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['owner', 'next_due_at', 'id'], name='cases_open_owner'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['customer', '-received_at'], name='cases_of_customer'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['brand', '-updated_at', 'id'], name='cases_recent'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_open', True), ('status__in', [muhatap.cases.statuses.Status['NEW'], muhatap.cases.statuses.Status['OPEN'], muhatap.cases.statuses.Status['WAITING_CUSTOMER'], muhatap.cases.statuses.Status['WAITING_THIRD_PARTY']])), models.Q(('is_open', False), models.Q(('status__in', [muhatap.cases.statuses.Status['NEW'], muhatap.cases.statuses.Status['OPEN'], muhatap.cases.statuses.Status['WAITING_CUSTOMER'], muhatap.cases.statuses.Status['WAITING_THIRD_PARTY']]), _negated=True)), _connector='OR'), name='cases_open_matches_status'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('is_open', False), models.Q(models.Q(('queue__isnull', False), ('owner__isnull', False), _connector='OR'), models.Q(('next_step', ''), _negated=True), ('next_update_at__isnull', False)), _connector='OR'), name='cases_open_is_never_silent'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', muhatap.cases.statuses.Status['CLOSED']), _negated=True), models.Q(('closed_reason', ''), _negated=True), _connector='OR'), name='cases_closed_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(fields=('case', 'staff', 'author'), name='cases_one_draft'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['case', 'at', 'id'], name='cases_message_order'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('external_id', ''), _negated=True), fields=['external_id'], name='cases_message_external'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(fields=('case', 'email'), name='cases_participant_once'),
        ),
    ]
