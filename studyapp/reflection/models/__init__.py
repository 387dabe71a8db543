"""Rubrics as stored, written answers, what they earned and what people decided about it."""

from studyapp.reflection.models.answers import Answer, CriterionScore, Draft, Score
from studyapp.reflection.models.regrades import Regrade
from studyapp.reflection.models.rubrics import Criterion, Misconception, Rubric
from studyapp.reflection.models.samples import MarkedSample, SampleMark
from studyapp.reflection.models.verdicts import Dispute, Override, SelfAssessment

__all__ = [
    "Answer",
    "Criterion",
    "CriterionScore",
    "Dispute",
    "Draft",
    "MarkedSample",
    "Misconception",
    "Override",
    "Regrade",
    "Rubric",
    "SampleMark",
    "Score",
    "SelfAssessment",
]
