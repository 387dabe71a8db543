"""Rubrics as stored, written answers and what they earned."""

from studyapp.reflection.models.answers import Answer, CriterionScore, Draft, Score
from studyapp.reflection.models.rubrics import Criterion, Misconception, Rubric

__all__ = ["Answer", "Criterion", "CriterionScore", "Draft", "Misconception", "Rubric", "Score"]
