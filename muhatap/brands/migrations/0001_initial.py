
import django.db.models.deletion
import muhatap.kernel.fields
import muhatap.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Brand',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', muhatap.kernel.fields.CleanCharField(max_length=120)),
                ('languages', models.JSONField(default=list)),
                ('default_language', models.CharField(default='tr', max_length=8)),
                ('zone', models.CharField(default='Europe/Istanbul', max_length=64)),
                ('legal', models.JSONField(default=dict)),
                ('contact', models.JSONField(default=dict)),
                ('channels', models.JSONField(default=dict)),
                ('notices', models.JSONField(default=dict)),
                ('survey', models.JSONField(default=dict)),
                ('charter_number', models.PositiveIntegerField(default=0)),
                ('is_demo', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CharterVersion',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('text', muhatap.kernel.fields.CleanTextField()),
                ('applied_at', models.DateTimeField()),
                ('applied_by_id', models.BigIntegerField(null=True)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brands.brand')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('brand', 'number'), name='brands_charter_number')],
            },
        ),
    ]
