"""Addresses of the authoring room, below /teach/."""

from django.urls import path

from studyapp.authoring import uploading
from studyapp.authoring.views import (
    changes,
    confirming,
    conflicts,
    drafts,
    exports,
    help_pages,
    history,
    items,
    mending,
    previews,
    publishing,
    reading,
    reports,
    sources,
    teaching,
)

app_name = "authoring"
urlpatterns = [
    path("", teaching.teach, name="teach"),
    path("import/", uploading.upload, name="upload"),
    path("drafts/<int:draft_id>/", drafts.draft, name="draft"),
    path("drafts/<int:draft_id>/try/", previews.try_rubric, name="try_rubric"),
    path("drafts/<int:draft_id>/preview/", previews.preview, name="preview"),
    path("drafts/<int:draft_id>/preview/<path:lesson>/", previews.preview, name="preview_lesson"),
    path("drafts/<int:draft_id>/files/<path:path>", previews.draft_file, name="draft_file"),
    path("drafts/<int:draft_id>/fix/", mending.fix, name="fix"),
    path("drafts/<int:draft_id>/labels/", confirming.choose_label, name="labels"),
    path("drafts/<int:draft_id>/rights/", confirming.confirm, name="rights"),
    path("drafts/<int:draft_id>/src/<path:path>", sources.source, name="source"),
    path("drafts/<int:draft_id>/download/", mending.corrected, name="corrected"),
    path("help/format/", help_pages.format_help, name="format_help"),
    path("drafts/<int:draft_id>/update/", uploading.update_there, name="update_there"),
    path("drafts/<int:draft_id>/delete/", drafts.discard, name="discard"),
    path("drafts/<int:draft_id>/changes/", changes.difference, name="difference"),
    path("drafts/<int:draft_id>/publish/", publishing.publish, name="publish"),
    path("drafts/<int:draft_id>/schedule/", publishing.schedule, name="schedule"),
    path("drafts/<int:draft_id>/conflict/", conflicts.conflict, name="conflict"),
    path("drafts/<int:draft_id>/reading/", reading.reading, name="reading"),
    path("<slug:pack>/items/", items.overview, name="items"),
    path("<slug:pack>/items/in/<path:lesson>/", items.lesson, name="lesson_items"),
    path("<slug:pack>/items/beliefs/<int:fact_id>/", items.approve, name="approve_belief"),
    path("<slug:pack>/items/<int:item_id>/decide/", items.decide, name="decide_item"),
    path("<slug:pack>/items/<int:item_id>/edit/", items.edit, name="edit_item"),
    path("<slug:pack>/reports/", reports.reports, name="reports"),
    path("<slug:pack>/reports/<int:item_id>/", reports.close, name="close_reports"),
    path("<slug:pack>/history/", history.history, name="history"),
    path("<slug:pack>/history/<int:number>/", history.version, name="version"),
    path("<slug:pack>/history/<int:number>/roll-back/", history.roll_back, name="roll_back"),
    path("<slug:pack>/history/<int:number>/download/", history.version_download, name="version_download"),
    path("<slug:pack>/export/<slug:form>/", exports.export, name="export"),
]
