"""Addresses of the authoring room, below /teach/."""

from django.urls import path

from studyapp.authoring import uploading, views

app_name = "authoring"
urlpatterns = [
    path("", views.teach, name="teach"),
    path("import/", uploading.upload, name="upload"),
    path("drafts/<int:draft_id>/", views.draft, name="draft"),
    path("drafts/<int:draft_id>/preview/", views.preview, name="preview"),
    path("drafts/<int:draft_id>/preview/<path:lesson>/", views.preview, name="preview_lesson"),
    path("drafts/<int:draft_id>/files/<path:path>", views.draft_file, name="draft_file"),
    path("drafts/<int:draft_id>/update/", uploading.update_there, name="update_there"),
    path("drafts/<int:draft_id>/delete/", views.discard, name="discard"),
    path("drafts/<int:draft_id>/publish/", views.publish, name="publish"),
    path("<slug:pack>/history/", views.history, name="history"),
    path("<slug:pack>/history/<int:number>/roll-back/", views.roll_back, name="roll_back"),
]
