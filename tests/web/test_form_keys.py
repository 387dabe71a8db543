"""The hidden key of a form."""

from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from django import forms
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.common.uuid7 import uuid7
from studyapp.web.form_keys import FormKeyField, new_form_key


class KeyForm(forms.Form):
    key = FormKeyField()


def test_a_fresh_key_is_accepted_and_comes_back_as_it_was() -> None:
    key = new_form_key()
    form = KeyForm({"key": str(key)})

    assert form.is_valid()
    assert form.cleaned_data["key"] == key


def test_two_forms_never_share_a_key() -> None:
    assert len({new_form_key() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    "key",
    [
        "",
        "12",
        pytest.param(str(uuid4()), id="version-4"),
        pytest.param(str(uuid7(timezone.now() + timedelta(hours=2), Random(1))), id="ahead-of-time"),
    ],
)
def test_any_other_key_is_refused_with_a_sentence_that_says_what_to_do(key: str) -> None:
    form = KeyForm({"key": key})

    assert not form.is_valid()
    assert "Load the page again" in str(form.errors["key"])


@given(st.text(max_size=50))
def test_no_text_makes_it_fall_over(key: str) -> None:
    form = KeyForm({"key": key})

    assert form.is_valid() or form.errors["key"]


def test_it_travels_hidden() -> None:
    assert 'type="hidden"' in str(KeyForm()["key"])
