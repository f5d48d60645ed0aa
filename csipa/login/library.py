"""How django-allauth is set here; nothing of it is for a site to change.

`csipa.settings` takes every name of this module. Attempts are counted for a name typed and an
address together (`login_failed`, key), and for an address alone (ip).
"""

ACCOUNT_ADAPTER = "csipa.login.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 (the name of a class)
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "30/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/h/key",
}
ACCOUNT_FORMS = {
    "login": "csipa.login.forms.LoginForm",
    "change_password": "csipa.login.forms.ChangePasswordForm",
    "reset_password": "csipa.login.forms.ResetPasswordForm",
    "reset_password_from_key": "csipa.login.forms.ResetPasswordKeyForm",
    "reauthenticate": "csipa.login.forms.ReauthenticateForm",
}
MFA_ADAPTER = "csipa.login.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are written by whoever opens accounts
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "csipa.login.forms.CodeForm",
    "reauthenticate": "csipa.login.forms.CodeAgainForm",
    "activate_totp": "csipa.login.forms.ActivateCodesForm",
    "add_webauthn": "csipa.login.forms.AddKeyForm",
    "edit_webauthn": "csipa.login.forms.KeyNameForm",
}
