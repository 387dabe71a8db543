"""Every address of the site, by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("studyapp.web.urls")),
    path("", include("studyapp.accounts.urls")),
    path("", include("studyapp.library.urls")),
    path("", include("studyapp.study.urls")),
    path("", include("studyapp.reflection.urls")),
    path("", include("studyapp.progress.urls")),
    path("teach/", include("studyapp.authoring.urls")),
]

handler400 = "studyapp.web.errors.bad_request"
handler403 = "studyapp.web.errors.permission_denied"
handler404 = "studyapp.web.errors.page_not_found"
handler500 = "studyapp.web.errors.server_error"
