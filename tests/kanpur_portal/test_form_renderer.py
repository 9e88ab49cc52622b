"""Lists of choices look as Django draws them, to the letter."""

from decimal import Decimal

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kanpur_portal.form_renderer import FormRenderer

CHOICES = [
    ("", _("All")),
    ("a&b", "<b> & “c”"),
    (1234567, 1234567),
    (None, "none"),
    (Decimal("1.50"), mark_safe("<i>safe</i>")),
    ("Group <1>", [("x", "X"), ("y", _("Plan"))]),
]


class OptionOfItsOwn(forms.Select):
    option_template_name = "django/forms/widgets/radio_option.html"


class Two(forms.MultiWidget):
    def decompress(self, value):
        return [value, "x"]


WIDGETS = {
    "one": forms.Select(choices=CHOICES),
    "several": forms.SelectMultiple(choices=CHOICES),
    "attributes": forms.Select(choices=CHOICES, attrs={"required": True, "data-x": '"&', "size": 12345}),
    "attribute left out": forms.Select(choices=CHOICES, attrs={"disabled": False}),
    "empty": forms.Select(),
    "options drawn otherwise": OptionOfItsOwn(choices=CHOICES),
    "several lists": Two([forms.Select(choices=CHOICES), forms.Select({"size": 2}, CHOICES)]),
    "a list and a number": Two([forms.Select(choices=CHOICES), forms.NumberInput()]),
    "no list": forms.NumberInput(),
    "radio": forms.RadioSelect(choices=CHOICES),
}


@pytest.mark.parametrize("name", WIDGETS)
@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("value", [None, "", "a&b", ["x", "a&b"], 1234567])
def test_a_widget_is_drawn_as_django_draws_it(name, language, value):
    attrs = {"id": "id_field", "class": "wide <"}
    with override(language):
        drawn = WIDGETS[name].render("a<b", value, attrs, renderer=FormRenderer())
        assert drawn == WIDGETS[name].render("a<b", value, attrs, renderer=DjangoTemplates())


def test_the_forms_of_the_portal_are_drawn_by_it():
    assert isinstance(get_default_renderer(), FormRenderer)
