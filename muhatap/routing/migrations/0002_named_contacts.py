from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('routing', '0001_routing'),
    ]

    operations = [
        migrations.RenameModel(old_name='AccountManager', new_name='NamedContact'),
    ]
