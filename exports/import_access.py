"""Who brings files of trade figures, and who sees which of them. Page, file and API all ask here."""

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exports.models import ImportBatch

PERMISSION = "exports.import_figures"
# Those whose figures stand, or stood, among the portal's.
PUBLIC = (
    ImportBatch.State.APPLIED,
    ImportBatch.State.TO_REVOKE,
    ImportBatch.State.REVOKING,
    ImportBatch.State.REVOKED,
)
# For whoever finds none; the same of an import that is not applied and of one that nobody made.
NOT_APPLIED = _("Imports that are not applied are seen by data editors only.")


def may_import(user: User | AnonymousUser) -> bool:
    return user.has_perm(PERMISSION)


def visible_states(user: User | AnonymousUser) -> tuple[ImportBatch.State, ...]:
    """All to data editors; to everyone else those of imports that were applied."""
    return tuple(ImportBatch.State) if may_import(user) else PUBLIC


def visible_imports(user: User | AnonymousUser) -> QuerySet[ImportBatch]:
    return ImportBatch.objects.filter(state__in=visible_states(user))
