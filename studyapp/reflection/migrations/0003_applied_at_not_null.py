from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("reflection", "0002_when_scores_were_applied"),
    ]

    operations = [
        migrations.AlterField(
            model_name="score",
            name="applied_at",
            field=models.DateTimeField(help_text="Since when it counts."),
        ),
    ]
