"""Names in the reader's language, in templates: {{ plan.document|localized:"title" }}."""

from django import template

from sources.bilingual import localized

register = template.Library()
register.filter(localized)
