"""Which packs a learner studies and which lessons they have understood."""

from django.db import models

from studyapp.library.models import Pack, Section


class Enrolment(models.Model):
    """That a learner studies a pack."""

    pk = models.CompositePrimaryKey("learner_id", "pack_id")
    learner_id = models.BigIntegerField()
    pack = models.ForeignKey(Pack, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    enrolled_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "packs you study"

    def __str__(self) -> str:
        return f"learner {self.learner_id} in pack {self.pack_id}"


class LessonRead(models.Model):
    """That a learner marked a lesson understood; its cards were made at that moment."""

    pk = models.CompositePrimaryKey("learner_id", "lesson_id")
    learner_id = models.BigIntegerField()
    lesson = models.ForeignKey(Section, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    pack_id = models.BigIntegerField()
    understood_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "lessons you understood"

    def __str__(self) -> str:
        return f"lesson {self.lesson_id} understood"
