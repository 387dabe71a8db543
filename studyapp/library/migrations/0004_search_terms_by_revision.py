import django.db.models.deletion
from django.db import migrations, models


def moved(source: str, target: str) -> str:
    """The statement that copies all terms."""
    columns = "revision_id, stem, weight"
    return f"INSERT INTO {target} ({columns}) SELECT {columns} FROM {source} ORDER BY revision_id, stem"


class Migration(migrations.Migration):
    """A key of two columns cannot be given to a table that has another: the terms move to a new one."""

    dependencies = [
        ('library', '0003_search_terms_unchecked'),
    ]

    operations = [
        migrations.RenameModel('SearchTerm', 'NumberedSearchTerm'),
        migrations.CreateModel(
            name='SearchTerm',
            fields=[
                ('pk', models.CompositePrimaryKey('revision_id', 'stem', blank=True, editable=False, primary_key=True, serialize=False)),
                ('stem', models.CharField(max_length=60)),
                ('weight', models.PositiveIntegerField()),
                ('revision', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='library.sectionrevision')),
            ],
        ),
        migrations.RunSQL(
            moved('library_numberedsearchterm', 'library_searchterm'),
            moved('library_searchterm', 'library_numberedsearchterm'),
        ),
        migrations.DeleteModel('NumberedSearchTerm'),
        migrations.AddIndex('searchterm', models.Index(fields=['stem'], name='search_term_stem')),
    ]
