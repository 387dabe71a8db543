"""Addresses of the accounts room."""

from django.urls import path

from studyapp.accounts.views import guests, me, own_data, people, resetting, setup, signing

app_name = "accounts"
urlpatterns = [
    path("guest/", guests.guest, name="guest"),
    path("accounts/login/", signing.login, name="login"),
    path("accounts/logout/", signing.logout, name="logout"),
    path("accounts/signup/", signing.signup, name="signup"),
    path("accounts/claim/", signing.claim_account, name="claim"),
    path("accounts/reset/", resetting.reset, name="reset"),
    path("accounts/reset/sent/", resetting.reset_sent, name="reset_sent"),
    path("accounts/reset/<uidb64>/<token>/", resetting.reset_confirm, name="reset_confirm"),
    path("me/", me.me, name="me"),
    path("me/export/", own_data.export, name="export"),
    path("me/delete/", own_data.delete, name="delete"),
    path("me/<slug:key>/", me.save_section, name="save_section"),
    path("setup/<str:token>/", setup.setup, name="setup"),
    path("ops/people/", people.people, name="people"),
    path("ops/people/<int:user_id>/", people.person, name="person"),
]
