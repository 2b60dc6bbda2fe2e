

import django.db.models.deletion
import muhatap.kernel.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileText',
            fields=[
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='words', serialize=False, to='files.storedfile')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('read', 'Read'), ('wordless', 'Wordless'), ('unreadable', 'Unreadable')], default='waiting', max_length=12)),
                ('text', muhatap.kernel.fields.CleanTextField(blank=True, default='')),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('waits_since', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['waits_since'], name='files_words_wait')],
            },
        ),
    ]
