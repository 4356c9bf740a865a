from __future__ import annotations

from django.urls import path

from lienthong.kernel.accounts.views import email, identity, password, register, security, sign_in

app_name = "accounts"

urlpatterns = [
    path("dang-nhap/", sign_in.sign_in, name="sign_in"),
    path("dang-nhap/ma-xac-thuc/", sign_in.sign_in_code, name="sign_in_code"),
    path("dang-nhap/thiet-lap/", sign_in.sign_in_enrol, name="sign_in_enrol"),
    path("dang-nhap/tiep/", sign_in.sign_in_go_on, name="sign_in_go_on"),
    path("dang-nhap/doi-mat-khau/", sign_in.sign_in_password, name="sign_in_password"),
    path("dang-xuat/", sign_in.sign_out, name="sign_out"),
    path("dang-ky/", register.register, name="register"),
    path("dinh-danh/", identity.begin, name="identity"),
    path("dinh-danh/ve/", identity.come_back, name="identity_return"),
    path("tai-khoan/", security.profile, name="profile"),
    path("tai-khoan/bao-mat/", security.security, name="security"),
    path("tai-khoan/phien/ket-thuc/", security.end_sessions, name="end_sessions"),
    path("tai-khoan/xac-nhan/", security.confirm, name="confirm"),
    path("tai-khoan/e-mail/gui-lai/", email.again, name="confirm_email_again"),
    path("tai-khoan/e-mail/<str:token>/", email.confirm, name="confirm_email"),
    path("tai-khoan/hai-lop/", security.factor, name="factor"),
    path("tai-khoan/ma-du-phong/", security.recovery_codes, name="recovery_codes"),
    path("tai-khoan/ma-truy-cap/", security.access_tokens, name="tokens"),
    path("tai-khoan/ma-truy-cap/<uuid:token_id>/thu-hoi/", security.revoke_token, name="revoke_token"),
    path("tai-khoan/mat-khau/", password.change, name="password"),
    path("tai-khoan/quen-mat-khau/", password.forgotten, name="forgotten"),
    path("tai-khoan/dat-lai/<uuid:account_id>/<str:token>/", password.reset, name="reset"),
]
