"""Names in the OpenAPI schema of choices that several rows offer under the same or different names."""

ENUM_NAMES = {
    "AgreementStatusEnum": "exports.models.AgreementPartner.Status",
    "AuthorityRoleEnum": "interventions.models.ActionAuthority.Role",
    "DateNameEnum": "interventions.models.DateChange.Which",
    "DiscrepancyStatusEnum": "sources.models.Discrepancy.Status",
    "DiscrepancyTypeEnum": "sources.models.Discrepancy.Kind",
    "GeographyEnum": "exports.models.markets.Geography",
    "ScheduleEnum": "interventions.schedule.Schedule",
    "SchemeVersionStatusEnum": "exports.models.SchemeVersion.Status",
}
