"""Authorities, the plan, what is reported on it, and the challenges it answers."""

from interventions.models.authorities import Authority, AuthorityAlias, Posting
from interventions.models.challenges import Challenge, Intervention, Parameter
from interventions.models.milestones import Milestone, MilestoneAchievement
from interventions.models.monitoring import Digest, PlanSnapshot
from interventions.models.plan import Action, ActionAuthority, ActionPart, Heading, Plan
from interventions.models.updates import ActionUpdate, DateChange, EvidenceFile, UpdateReview

__all__ = [
    "Action",
    "ActionAuthority",
    "ActionPart",
    "ActionUpdate",
    "Authority",
    "AuthorityAlias",
    "Challenge",
    "DateChange",
    "Digest",
    "EvidenceFile",
    "Heading",
    "Intervention",
    "Milestone",
    "MilestoneAchievement",
    "Parameter",
    "Plan",
    "PlanSnapshot",
    "Posting",
    "UpdateReview",
]
