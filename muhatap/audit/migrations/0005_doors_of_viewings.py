"""The ledger of reads knows the door and the brand of each look."""

from django.db import migrations, models

_BRANDS = """
UPDATE audit_viewing SET brand_id = (SELECT s.brand_id FROM audit_stream s WHERE s.id = audit_viewing.stream_id)
WHERE brand_id IS NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0004_viewings'),
    ]

    operations = [
        migrations.AddField(
            model_name='viewing',
            name='brand_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='viewing',
            name='door',
            field=models.CharField(db_default='', default='', max_length=24),
        ),
        migrations.RemoveConstraint(
            model_name='viewing',
            name='audit_viewing_once',
        ),
        migrations.AddConstraint(
            model_name='viewing',
            constraint=models.UniqueConstraint(fields=('stream_id', 'actor_kind', 'actor_id', 'hour_at', 'door'), name='audit_viewing_once'),
        ),
        migrations.RunSQL(_BRANDS, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='viewing',
            index=models.Index(fields=['brand_id', 'at'], name='audit_viewing_brand'),
        ),
    ]
