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
