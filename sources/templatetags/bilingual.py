"""Words in two languages, in templates.

{{ plan.document|localized:"title" }} is a name in the reader's language. What people typed says its own:
{{ request.text|typed }} within a line, <p{{ request.text|language_mark }}> as a whole element.
"""

from django import template

from sources.bilingual import localized
from sources.typed import language_mark, typed

register = template.Library()
register.filter(localized)
register.filter(language_mark)
register.filter(typed)
