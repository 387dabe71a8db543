"""What a learner takes along says no more of a rubric than the pages do."""

from io import BytesIO
from zipfile import ZipFile

from studyapp.accounts.exports import export_of
from studyapp.accounts.models import User
from studyapp.study.services import verdicts
from studyapp.web.form_keys import new_form_key
from tests.factories import NOW, RUBRIC, make_question, make_rubric
from tests.reflection.answering import HALF, answered

# Keys that are derived from labels say in words what is asked for.
NAMED = (
    RUBRIC.replace(" <!-- id: fresh -->", "").replace(" <!-- id: weights -->", "").replace(" <!-- id: retrains -->", "")
)


def exported(user: User) -> dict[str, str]:
    with ZipFile(BytesIO(export_of(user))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_before_the_second_try_it_names_no_point_that_is_missing_and_no_line(ada: User, ines: User) -> None:
    rubric = make_rubric(make_question(), NAMED)
    answer = answered(ada, rubric, HALF)
    met = next(one.key for one in rubric.criteria.all() if "knowledge" in one.key)
    verdicts.override(
        answer=answer, key=new_form_key(), credit_by_key={met: 0.5}, lifted=(), reason="Half.", by=ines, at=NOW
    )
    files = exported(ada)
    everything = "".join(files.values())
    assert HALF in everything
    for word in ("weights", "knowledge", "retrieve"):
        assert word not in everything
    assert '"reason": "missing"' in files["reflection_score.json"]
    assert '"credit": 1' in files["reflection_score.json"]


def test_marks_and_verdicts_call_a_point_alike(ada: User, ines: User) -> None:
    rubric = make_rubric(make_question(), NAMED)
    verdicts.override(
        answer=answered(ada, rubric, HALF), key=new_form_key(), credit_by_key={}, reason="As it was.", by=ines, at=NOW
    )
    files = exported(ada)
    name = files["reflection_score.json"].split('"key": "')[1].split('"')[0]
    assert f'"{name}"' in files["reflection_override.json"]
