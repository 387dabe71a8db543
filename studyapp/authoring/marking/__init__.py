"""The trust loop as instructors work it: rubrics, answers that wait, marked samples, agreement, regrading."""
