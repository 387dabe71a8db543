"""Addresses of the progress room."""

from django.urls import path

from studyapp.progress.views import own, quality

app_name = "progress"
urlpatterns = [
    path("progress/", own.show_progress, name="progress"),
    path("teach/<slug:pack>/quality/", quality.quality, name="quality"),
    path("teach/<slug:pack>/quality/count/", quality.count, name="count_items"),
    path("teach/<slug:pack>/quality/<int:item_id>/", quality.pardon, name="pardon_item"),
]
