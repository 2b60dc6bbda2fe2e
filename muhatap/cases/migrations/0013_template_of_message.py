"""Which template of a letter a message was begun from."""

import muhatap.kernel.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0012_case_telling'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='template',
            field=muhatap.kernel.fields.CleanCharField(blank=True, default='', max_length=60),
        ),
    ]
