from django.urls import path

from .views import download

app_name = "files"

urlpatterns = [
    path("files/<uuid:file_id>/", download.by_id, name="download"),
    path("files/<uuid:file_id>/<int:page>-<int:side>.png", download.picture, name="picture"),
    path("files/<str:token>/", download.by_link, name="link"),
]
