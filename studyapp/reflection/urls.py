"""Addresses of the reflection room."""

from django.urls import path

from studyapp.reflection import views

app_name = "reflection"
urlpatterns = [
    path("reflect/<slug:pack>/<path:question>/draft/", views.save_draft, name="draft"),
    path("reflect/<slug:pack>/<path:question>/r/<uuid:answer>/", views.result, name="result"),
    path("reflect/<slug:pack>/<path:question>/r/<uuid:answer>/model/", views.show_model_answer, name="model"),
    path("reflect/<slug:pack>/<path:question>/r/<uuid:answer>/own-view/", views.assess, name="assess"),
    # Last: a question's key may hold slashes, so this pattern would take the addresses above.
    path("reflect/<slug:pack>/<path:question>/", views.write, name="write"),
]
