"""Why a cell has no item, in words."""

from typing import get_args

from studyapp.authoring.items.cells import REASONS
from studyapp.domain.items.values import SkipReason


def test_every_reason_has_words_and_a_way_to_mend_it() -> None:
    assert set(REASONS) == set(get_args(SkipReason))
