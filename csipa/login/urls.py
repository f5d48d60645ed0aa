"""The addresses of the door; the names are those that django-allauth leads to by itself."""

from allauth.account import views as account
from allauth.mfa.webauthn.views import login_webauthn
from django.contrib import admin
from django.urls import path, register_converter
from django.urls.converters import StringConverter

from csipa.login import views
from csipa.login.accepting import invitation_view
from csipa.login.admin import cancel_view, send_view
from csipa.login.provider_views import leave_view, return_view


class Base36Converter(StringConverter):
    """The number of an account as links write it: it ends at the first hyphen."""

    regex = "[0-9A-Za-z]+"


register_converter(Base36Converter, "base36")

urlpatterns = [
    path("connexion/", views.LoginView.as_view(), name="account_login"),
    path("deconnexion/", views.logout_view, name="account_logout"),
    path("ferme/", account.account_inactive, name="account_inactive"),
    path("mot-de-passe/", views.PasswordChangeView.as_view(), name="account_change_password"),
    path("sans-mot-de-passe/", views.no_password_view, name="account_set_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/oublie/envoye/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "mot-de-passe/key/<base36:uidb36>-<str:key>/",
        views.PasswordResetFromKeyView.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/change/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("confirmer/", views.PasswordAgainView.as_view(), name="account_reauthenticate"),
    path("confirmer/code/", views.CodeAgainView.as_view(), name="mfa_reauthenticate"),
    path("confirmer/cle/", views.KeyAgainView.as_view(), name="mfa_reauthenticate_webauthn"),
    path("connexion/code/", views.CodeView.as_view(), name="mfa_authenticate"),
    path("connexion/cle/", login_webauthn, name="mfa_login_webauthn"),
    path("securite/", views.SecurityView.as_view(), name="mfa_index"),
    path("securite/application/", views.AddCodesView.as_view(), name="mfa_activate_totp"),
    path(
        "securite/application/retirer/",
        views.RemoveCodesView.as_view(),
        name="mfa_deactivate_totp",
    ),
    path("securite/cles/ajouter/", views.AddKeyView.as_view(), name="mfa_add_webauthn"),
    path(
        "securite/cles/<int:pk>/retirer/", views.RemoveKeyView.as_view(), name="mfa_remove_webauthn"
    ),
    path("securite/cles/<int:pk>/nom/", views.RenameKeyView.as_view(), name="mfa_edit_webauthn"),
    path("securite/codes/", views.RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path(
        "securite/codes/nouveaux/",
        views.NewRecoveryCodesView.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("fournisseur/", leave_view, name="oidc_login"),
    path("fournisseur/retour/", return_view, name="oidc_callback"),
    path("invitation/<str:secret>/", invitation_view, name="invitation"),
    path("invitations/<int:pk>/envoyer/", admin.site.admin_view(send_view), name="invite"),
    path(
        "invitations/<int:pk>/annuler/",
        admin.site.admin_view(cancel_view),
        name="invitation-cancel",
    ),
]
