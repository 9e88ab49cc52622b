"""Django's own HTML of a form, with the options of a list joined in Python.

Django draws two templates for each <option>: for a list of all countries, as the comparison of markets has
three, that took a quarter of the page's time.
"""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.template.defaultfilters import stringformat
from django.utils.formats import localize
from django.utils.html import conditional_escape, strip_spaces_between_tags

_SELECT = "django/forms/widgets/select.html"
_SEVERAL = "django/forms/widgets/multiwidget.html"
_OPTION = "django/forms/widgets/select_option.html"


class FormRenderer(DjangoTemplates):
    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        widget = context.get("widget", {})
        if template_name == _SELECT and _is_plain(widget):
            return _select(widget)
        if template_name == _SEVERAL and all(map(_is_plain, widget["subwidgets"])):
            return strip_spaces_between_tags("".join(map(_select, widget["subwidgets"])))
        return super().render(template_name, context, request)


def _is_plain(widget: dict[str, Any]) -> bool:
    return widget["template_name"] == _SELECT and all(
        option["template_name"] == _OPTION
        for _label, options, _index in widget["optgroups"]
        for option in options
    )


def _select(widget: dict[str, Any]) -> str:
    """What Django's select.html makes of the widget, to the letter."""
    groups = (
        f'\n  <optgroup label="{_text(label)}">{"".join(map(_option, options))}\n  </optgroup>'
        if label
        else "".join(map(_option, options))
        for label, options, _index in widget["optgroups"]
    )
    name, attributes = _text(widget["name"]), _attributes(widget["attrs"])
    return f'<select name="{name}"{attributes}>{"".join(groups)}\n</select>'


def _option(option: dict[str, Any]) -> str:
    attributes = _attributes(option["attrs"])
    return f'\n  <option value="{_plain(option["value"])}"{attributes}>{_text(option["label"])}</option>\n'


def _attributes(attributes: Mapping[str, Any]) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_plain(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def _text(value: Any) -> str:
    """As {{ value }}."""
    return conditional_escape(localize(value))


def _plain(value: Any) -> str:
    """A value that a browser sends back: its digits are not grouped."""
    return conditional_escape(stringformat(value, "s"))
