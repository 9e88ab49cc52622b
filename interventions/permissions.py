"""Who may do what to an action. Page, API, admin and import all ask here."""

from django.contrib.auth.models import AnonymousUser, User

from interventions.models import Action, ActionUpdate, Authority

Reader = User | AnonymousUser


def may_report(user: Reader) -> bool:
    """Whether the user reports on any action at all."""
    return user.has_perm("interventions.update_own_action") or user.has_perm(
        "interventions.update_any_action"
    )


def may_update(user: Reader, action: Action) -> bool:
    """An officer where an authority of their posting is named; the Deputy Commissioner everywhere."""
    if user.has_perm("interventions.update_any_action"):
        return True
    return user.has_perm("interventions.update_own_action") and reporting_authority(user, action) is not None


def reporting_authority(user: Reader, action: Action) -> Authority | None:
    """The first authority named by the action to which the user is posted."""
    return (
        Authority.objects.filter(named_in__action=action, postings__user=user)
        .order_by("named_in__position")
        .first()
    )


def may_review(user: Reader, update: ActionUpdate) -> bool:
    """A second person: never the one who reported."""
    return user.has_perm("interventions.review_actionupdate") and update.reported_by_id != user.pk


def may_see_evidence(user: Reader) -> bool:
    return user.has_perm("interventions.view_evidencefile")


def may_see_reporters(user: Reader) -> bool:
    """Whether the user learns which person reported; the public learns the office."""
    return may_report(user) or user.has_perm("interventions.review_actionupdate")


def may_handle_issues(user: Reader) -> bool:
    """Whether the user handles exporters' issues at all; which, says `IssueQuerySet.handled_by`."""
    return user.has_perm("interventions.handle_own_issue") or user.has_perm("interventions.handle_any_issue")
