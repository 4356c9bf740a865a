from django.urls import path

from lienthong.office.documents.views import (
    acting,
    books,
    bringing,
    drafts,
    issuing,
    keeping_books,
    listing,
    page,
    receiving,
    registering,
    reports,
)

app_name = "documents"

urlpatterns = [
    path("van-ban/den/", listing.incoming, name="incoming"),
    path("van-ban/di/", listing.outgoing, name="outgoing"),
    path("van-ban/<str:direction>/xuat/", listing.export, name="export"),
    path("van-ban/<str:direction>/in/", listing.printed, name="print"),
    path("van-ban/so/", books.books, name="books"),
    path("van-ban/so/mo/", keeping_books.open_one, name="open_book"),
    path("van-ban/so/<int:register_id>/", books.book, name="book"),
    path("van-ban/so/<int:register_id>/in/", books.printed, name="print_book"),
    path("van-ban/so/<int:register_id>/xuat/", books.export, name="export_book"),
    path("van-ban/so/<int:register_id>/xuat/<slug:ending>/", books.export, name="export_book_as"),
    path("van-ban/so/<int:register_id>/sua/", keeping_books.keep, name="keep_book"),
    path("van-ban/bao-cao/", reports.overview, name="reports"),
    path("van-ban/bao-cao/<slug:report_code>/", reports.report, name="report"),
    path("van-ban/bao-cao/<slug:report_code>/xuat/<slug:ending>/", reports.export, name="export_report"),
    path("van-ban/vao-so/", bringing.bring_files, name="bring"),
    path("van-ban/vao-so/<uuid:intake_id>/", registering.register, name="register"),
    path("van-ban/vao-so/<uuid:intake_id>/doc/", registering.reading, name="reading"),
    path("van-ban/vao-so/<uuid:intake_id>/bo/", bringing.throw_away, name="throw_away"),
    path("van-ban/soan/", drafts.compose, name="compose"),
    path("van-ban/soan/xem-truoc/", drafts.preview, name="preview"),
    path("van-ban/<uuid:document_id>/", page.show, name="show"),
    path("van-ban/<uuid:document_id>/vao-so/", receiving.receive, name="receive"),
    path("van-ban/<uuid:document_id>/thong-tin/", receiving.correct, name="correct"),
    path("van-ban/<uuid:document_id>/tra-loi/", drafts.reply, name="reply"),
    path("van-ban/<uuid:document_id>/soan/", drafts.edit, name="edit"),
    path("van-ban/<uuid:document_id>/phat-hanh/", issuing.send, name="issue"),
    path("van-ban/<uuid:document_id>/rut-trinh/", acting.take_back, name="take_back"),
    path("van-ban/<uuid:document_id>/thu-hoi/", acting.withdraw_document, name="withdraw"),
    path("van-ban/<uuid:document_id>/nhanh/<uuid:branch_id>/<str:act>/", acting.branch, name="branch"),
]
