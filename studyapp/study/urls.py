"""Addresses of the study room."""

from django.urls import path

from studyapp.study.views import disputes, flags, practice, reflections, reports, sessions, today, traps

app_name = "study"
urlpatterns = [
    path("today/", today.today, name="today"),
    path("practice/", practice.practice, name="practice"),
    path("traps/", traps.traps, name="traps"),
    path("flags/<int:fact_id>/", flags.flag, name="flag"),
    path("items/<int:item_id>/report/", reports.report, name="report"),
    path("reports/<uuid:report_id>/seen/", reports.dismiss_report, name="dismiss_report"),
    path("study/new/", today.start, name="start"),
    path("study/<uuid:session_id>/", sessions.session, name="session"),
    path("study/<uuid:session_id>/answer/", sessions.answer, name="answer"),
    path("study/<uuid:session_id>/undo/", sessions.undo, name="undo"),
    path("study/<uuid:session_id>/end/", sessions.end, name="end"),
    path("packs/<slug:pack>/l/<path:lesson>/understood/", today.understood, name="understood"),
    path("reflect/<slug:pack>/<path:question>/r/<uuid:answer>/said/<int:criterion>/", disputes.dispute, name="dispute"),
    path("disputes/<uuid:dispute_id>/withdraw/", disputes.withdraw, name="withdraw_dispute"),
    path("disputes/<uuid:dispute_id>/seen/", disputes.dismiss, name="dismiss_dispute"),
    path("reflect/<slug:pack>/<path:question>/submit/", reflections.submit_answer, name="submit_answer"),
]
