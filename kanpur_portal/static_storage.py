"""Static files under names that change with their content, so that browsers keep them for a year."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticStorage(CompressedManifestStaticFilesStorage):
    """Vendored scripts name source maps that are not shipped: such a reference is left as it is."""

    manifest_strict = True
    support_js_module_import_aggregation = False
