from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_doors_of_viewings")]

    operations = [
        migrations.CreateModel(
            name="JobTurn",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("every_seconds", models.FloatField()),
                ("ended_at", models.DateTimeField()),
                ("failed_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("error", models.CharField(default="", max_length=200)),
            ],
        ),
    ]
