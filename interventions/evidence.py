"""Files that prove what was done: checked by their content, not by their name."""

import hashlib

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interventions.models import Action, EvidenceFile
from interventions.models.updates import MAX_EVIDENCE_BYTES

MAX_FILES = 5
NOT_ATTACHED = gettext_lazy("This file is not one that you attached here: attach it again.")
# First bytes (ISO 32000-1 7.5.2, ITU-T T.81 B.1.1.3 with the marker that follows, RFC 2083 3.1).
_SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
_ENDINGS = {"application/pdf": (".pdf",), "image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}


def content_type_of(file: UploadedFile) -> str:
    """The type told by the first bytes; raises ValidationError for any other than the allowed three."""
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    for signature, content_type in _SIGNATURES.items():
        if head.startswith(signature):
            if not str(file.name).lower().endswith(_ENDINGS[content_type]):
                raise ValidationError(
                    _("“%(name)s” is a %(type)s file by its content: its name must end in %(ending)s."),
                    params={
                        "name": file.name,
                        "type": content_type.rpartition("/")[2].upper(),
                        "ending": _ENDINGS[content_type][0],
                    },
                    code="wrong_ending",
                )
            return content_type
    raise ValidationError(
        _("“%(name)s” is not a PDF, JPEG or PNG file: attach one of these."),
        params={"name": file.name},
        code="wrong_type",
    )


def check_evidence(file: UploadedFile) -> str:
    """The content type of an acceptable file; raises ValidationError with what is allowed."""
    if not file.size:
        raise ValidationError(_("“%(name)s” is empty."), params={"name": file.name}, code="empty")
    if (file.size or 0) > MAX_EVIDENCE_BYTES:
        raise ValidationError(
            _("“%(name)s” is larger than 10 MB: attach a smaller file, or a link."),
            params={"name": file.name},
            code="too_large",
        )
    return content_type_of(file)


def new_evidence(*, owner: User, action: Action, file: UploadedFile) -> EvidenceFile:
    """An unsaved evidence row for a checked file."""
    content_type = check_evidence(file)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return EvidenceFile(
        owner=owner,
        action=action,
        file=file,
        name=str(file.name)[-150:],
        content_type=content_type,
        size=file.size or 0,
        sha256=digest.hexdigest(),
    )
