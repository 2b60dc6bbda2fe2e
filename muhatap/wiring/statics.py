"""Static files under names that carry their digest, so that browsers may keep them for good."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class DigestNames(ManifestStaticFilesStorage):
    """Names with digests, in scripts' imports too."""

    support_js_module_import_aggregation = True
