"""Authorities, the plan, what is reported on it, the challenges it answers, and the leather project."""

from interventions.models.authorities import Authority, AuthorityAlias, Posting
from interventions.models.challenges import Challenge, Intervention, Parameter
from interventions.models.events import Event
from interventions.models.issue_entries import EntryKind, IssueEntry, IssueLetter
from interventions.models.issues import ExporterIssue, IssueKey, IssueTopic, SolvedIssue
from interventions.models.letters import Letter
from interventions.models.milestones import Milestone, MilestoneAchievement
from interventions.models.monitoring import Digest, PlanSnapshot
from interventions.models.plan import Action, ActionAuthority, ActionPart, Heading, Plan
from interventions.models.projects import (
    Project,
    ProjectActivity,
    ProjectObjective,
    ProjectPartner,
    ProjectResult,
)
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
    "EntryKind",
    "Event",
    "EvidenceFile",
    "ExporterIssue",
    "Heading",
    "Intervention",
    "IssueEntry",
    "IssueKey",
    "IssueLetter",
    "IssueTopic",
    "Letter",
    "Milestone",
    "MilestoneAchievement",
    "Parameter",
    "Plan",
    "PlanSnapshot",
    "Posting",
    "Project",
    "ProjectActivity",
    "ProjectObjective",
    "ProjectPartner",
    "ProjectResult",
    "SolvedIssue",
    "UpdateReview",
]
