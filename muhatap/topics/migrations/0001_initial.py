
import django.db.models.deletion
import muhatap.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('brands', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Queue',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=40)),
                ('names', models.JSONField(default=dict)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_at', models.DateTimeField(null=True)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brands.brand')),
                ('escalates_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='topics.queue')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
            ],
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=40)),
                ('group', models.CharField(default='', max_length=40)),
                ('names', models.JSONField(default=dict)),
                ('descriptions', models.JSONField(default=dict)),
                ('priority', models.PositiveSmallIntegerField(default=4)),
                ('kind', models.CharField(default='request', max_length=16)),
                ('fields', models.JSONField(default=list)),
                ('evidence', models.JSONField(default=list)),
                ('quick_fixes', models.JSONField(default=list)),
                ('ready', models.JSONField(default=list)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_at', models.DateTimeField(null=True)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brands.brand')),
                ('queue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='topics.queue')),
            ],
        ),
        migrations.AddConstraint(
            model_name='queue',
            constraint=models.UniqueConstraint(fields=('brand', 'code'), name='topics_queue_code'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.UniqueConstraint(fields=('brand', 'code'), name='topics_topic_code'),
        ),
    ]
