"""Packs as published: versions, sections, blocks and facts."""

from studyapp.library.models.blocks import (
    Callout,
    ComparisonTable,
    DatedFact,
    Definition,
    ExamTrap,
    Passage,
    ProcessSteps,
    ReflectionQuestion,
)
from studyapp.library.models.facts import Fact, FactChange, SectionFact
from studyapp.library.models.files import PackFile, StoredFile
from studyapp.library.models.packs import ExamDomain, Pack, PackVersion
from studyapp.library.models.search import SearchTerm
from studyapp.library.models.sections import RevisionContent, Section, SectionRevision, VersionSection

__all__ = [
    "Callout",
    "ComparisonTable",
    "DatedFact",
    "Definition",
    "ExamDomain",
    "ExamTrap",
    "Fact",
    "FactChange",
    "Pack",
    "PackFile",
    "PackVersion",
    "Passage",
    "ProcessSteps",
    "ReflectionQuestion",
    "RevisionContent",
    "SearchTerm",
    "Section",
    "SectionFact",
    "SectionRevision",
    "StoredFile",
    "VersionSection",
]
