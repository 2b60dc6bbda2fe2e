
import django.db.models.deletion
import muhatap.kernel.fields
import muhatap.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('brands', '0001_initial'),
        ('cases', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.SlugField(max_length=40)),
                ('address', models.EmailField(max_length=254)),
                ('access', models.BinaryField(default=b'')),
                ('state', models.JSONField(default=dict)),
                ('checked_at', models.DateTimeField(null=True)),
                ('error', muhatap.kernel.fields.CleanTextField(blank=True, default='')),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brands.brand')),
            ],
        ),
        migrations.CreateModel(
            name='VaultItem',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(max_length=40)),
                ('external_id', muhatap.kernel.fields.CleanCharField(max_length=250)),
                ('state', models.CharField(choices=[('stored', 'Stored'), ('in_case', 'In Case'), ('set_aside', 'Set Aside')], default='stored', max_length=12)),
                ('reason', muhatap.kernel.fields.CleanCharField(blank=True, default='', max_length=300)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.BigIntegerField()),
                ('wrapped_key', models.BinaryField()),
                ('sealed', models.BinaryField(default=b'')),
                ('path', models.CharField(blank=True, default='', max_length=200)),
                ('stored_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sender', muhatap.kernel.fields.CleanCharField(blank=True, default='', max_length=254)),
                ('no_auto_reply', models.BooleanField(default=False)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brands.brand')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('mailbox', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.mailbox')),
            ],
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(max_length=20)),
                ('recipient', muhatap.kernel.fields.CleanCharField(max_length=254)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('given_up_at', models.DateTimeField(null=True)),
                ('error', muhatap.kernel.fields.CleanTextField(blank=True, default='')),
                ('external_id', muhatap.kernel.fields.CleanCharField(blank=True, default='', max_length=250)),
                ('rendered_sha256', models.CharField(blank=True, default='', max_length=64)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brands.brand')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='cases.message')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('given_up_at__isnull', True), ('sent_at__isnull', True)), fields=['next_try_at', 'id'], name='channels_delivery_due')],
                'constraints': [models.UniqueConstraint(fields=('message', 'channel', 'recipient'), name='channels_delivery_once')],
            },
        ),
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('token_id', models.BigIntegerField()),
                ('key', muhatap.kernel.fields.CleanCharField(max_length=200)),
                ('request_sha256', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.message')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('token_id', 'key'), name='channels_idempotency_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='mailbox',
            constraint=models.UniqueConstraint(fields=('brand', 'name'), name='channels_mailbox_name'),
        ),
        migrations.AddIndex(
            model_name='vaultitem',
            index=models.Index(condition=models.Q(('state', 'in_case'), _negated=True), fields=['stored_at'], name='channels_vault_waiting'),
        ),
        migrations.AddConstraint(
            model_name='vaultitem',
            constraint=models.UniqueConstraint(fields=('source', 'external_id'), name='channels_vault_once'),
        ),
    ]
