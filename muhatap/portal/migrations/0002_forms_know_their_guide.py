from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="formdraft", name="guide_run_id", field=models.BigIntegerField(null=True)
        )
    ]
