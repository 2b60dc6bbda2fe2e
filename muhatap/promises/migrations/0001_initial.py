
import django.db.models.deletion
import muhatap.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('brands', '0001_initial'),
        ('calendars', '0001_initial'),
        ('cases', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=60)),
                ('clock', models.CharField(max_length=30)),
                ('names', models.JSONField(default=dict)),
                ('target', models.CharField(blank=True, default='', max_length=12)),
                ('limit', models.CharField(max_length=12)),
                ('schedule', models.JSONField()),
                ('conditions', models.JSONField(default=dict)),
                ('pauses', models.JSONField(default=list)),
                ('ladder', models.JSONField(default=list)),
                ('is_public', models.BooleanField(default=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('charter_version', models.PositiveIntegerField(default=1)),
                ('retired_at', models.DateTimeField(null=True)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brands.brand')),
                ('calendar', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calendars.calendar')),
            ],
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=30)),
                ('started_at', models.DateTimeField()),
                ('target_at', models.DateTimeField(null=True)),
                ('limit_at', models.DateTimeField()),
                ('next_step_at', models.DateTimeField(null=True)),
                ('paused_at', models.DateTimeField(null=True)),
                ('pauses', models.JSONField(default=list)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('was_kept', models.BooleanField(null=True)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brands.brand')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='cases.case')),
                ('promise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='promises.promise')),
            ],
        ),
        migrations.CreateModel(
            name='ClockStep',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('threshold', models.CharField(max_length=12)),
                ('due_at', models.DateTimeField()),
                ('reached_at', models.DateTimeField()),
                ('is_late_detected', models.BooleanField(default=False)),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='promises.clock')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('clock', 'threshold'), name='promises_step_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='promise',
            constraint=models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('brand', 'code'), name='promises_code'),
        ),
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(condition=models.Q(('next_step_at__isnull', False), ('stopped_at__isnull', True)), fields=['next_step_at', 'id'], name='promises_next_step'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.UniqueConstraint(condition=models.Q(('stopped_at__isnull', True)), fields=('case', 'name'), name='promises_one_running'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stopped_at__isnull', True), ('was_kept__isnull', True)), models.Q(('stopped_at__isnull', False), ('was_kept__isnull', False)), _connector='OR'), name='promises_stopped_is_judged'),
        ),
    ]
