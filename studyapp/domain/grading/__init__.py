"""What a written answer earns on each criterion of a rubric, and which of its words prove it.

`parsing.parse_rubric` turns the lines of a rubric block into a `Rubric`; `engine.grade` judges an answer against it;
`highlight.segments` cuts the answer for a page; `memory` turns credit into ratings. Pure functions: the same rubric,
engine version and text give the same result on every machine. docs/grading.md explains the language and the steps.
"""
