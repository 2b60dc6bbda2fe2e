
import django.db.models.deletion
import muhatap.kernel.fields
import muhatap.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('brands', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', muhatap.kernel.fields.CleanCharField(blank=True, max_length=200)),
                ('email', muhatap.kernel.fields.CleanCharField(blank=True, max_length=254)),
                ('phone', muhatap.kernel.fields.CleanCharField(blank=True, max_length=20)),
                ('account_no', muhatap.kernel.fields.CleanCharField(blank=True, max_length=64)),
                ('language', models.CharField(default='tr', max_length=8)),
                ('preferences', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField()),
                ('erased_at', models.DateTimeField(null=True)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brands.brand')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.BigIntegerField(default=muhatap.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('email', 'Email'), ('phone', 'Phone'), ('account', 'Account')], max_length=16)),
                ('value', muhatap.kernel.fields.CleanCharField(max_length=254)),
                ('verified_at', models.DateTimeField(null=True)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brands.brand')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identities', to='customers.customer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('brand', 'kind', 'value'), name='customers_one_identity')],
            },
        ),
    ]
