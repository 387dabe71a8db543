"""An exam-study web application: Markdown study guides become courses with spaced repetition."""
