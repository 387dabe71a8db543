"""Addresses of the reflection room."""

from django.urls import path

from studyapp.reflection import views

app_name = "reflection"
urlpatterns = [
    path("reflect/<slug:pack>/<str:question>/", views.write, name="write"),
    path("reflect/<slug:pack>/<str:question>/draft/", views.save_draft, name="draft"),
    path("reflect/<slug:pack>/<str:question>/r/<uuid:answer>/", views.result, name="result"),
    path("reflect/<slug:pack>/<str:question>/r/<uuid:answer>/model/", views.show_model_answer, name="model"),
]
