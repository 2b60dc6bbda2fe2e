"""Tasks of departments belong to every case: they keep their ids, by which older facts name them."""

from django.db import migrations

_AT_ONCE = 500


def copy(apps, schema_editor):
    task_model = apps.get_model("complaints", "DepartmentTask")
    work_model = apps.get_model("cases", "WorkItem")
    known = task_model.objects.select_related("complaint").order_by("id")
    work_model.objects.bulk_create(
        (
            work_model(
                id=task.id,
                brand_id=task.complaint.brand_id,
                case_id=task.complaint.case_id,
                team_id=task.team_id,
                owner_id=task.owner_id,
                state="answered" if task.answered_at else "waiting",
                title=task.title,
                question=task.question,
                due_at=task.due_at,
                asked_by_id=task.asked_by_id,
                asked_at=task.asked_at,
                answer=task.answer,
                ended_by_id=task.answered_by_id,
                ended_at=task.answered_at,
            )
            for task in known.iterator(_AT_ONCE)
        ),
        batch_size=_AT_ONCE,
    )
    for name in ("shown", "added"):
        old = getattr(task_model, name).through
        new = getattr(work_model, name).through
        rows = old.objects.order_by("id").values_list("departmenttask_id", "storedfile_id")
        new.objects.bulk_create(
            (new(workitem_id=task_id, storedfile_id=file_id) for task_id, file_id in rows.iterator(_AT_ONCE)),
            batch_size=_AT_ONCE,
        )


def copy_back(apps, schema_editor):
    task_model = apps.get_model("complaints", "DepartmentTask")
    work_model = apps.get_model("cases", "WorkItem")
    complaint_model = apps.get_model("complaints", "Complaint")
    complaints = dict(complaint_model.objects.values_list("case_id", "id"))
    rows = work_model.objects.filter(case_id__in=complaints).exclude(state="withdrawn")
    ids = set()
    for work in rows.order_by("id").iterator(_AT_ONCE):
        ids.add(work.id)
        task_model.objects.create(
            id=work.id,
            complaint_id=complaints[work.case_id],
            team_id=work.team_id,
            owner_id=work.owner_id,
            title=work.title,
            question=work.question,
            due_at=work.due_at,
            asked_by_id=work.asked_by_id,
            asked_at=work.asked_at,
            answer=work.answer,
            answered_by_id=work.ended_by_id,
            answered_at=work.ended_at,
        )
    for name in ("shown", "added"):
        old = getattr(task_model, name).through
        new = getattr(work_model, name).through
        pairs = new.objects.filter(workitem_id__in=ids).values_list("workitem_id", "storedfile_id")
        old.objects.bulk_create(
            old(departmenttask_id=task_id, storedfile_id=file_id) for task_id, file_id in pairs
        )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_work_items"),
        ("complaints", "0001_initial"),
    ]

    operations = [migrations.RunPython(copy, copy_back)]
