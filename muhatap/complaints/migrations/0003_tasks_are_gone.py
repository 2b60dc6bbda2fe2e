from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("complaints", "0002_tasks_become_work_items")]

    operations = [migrations.DeleteModel(name="DepartmentTask")]
