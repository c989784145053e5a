"""The site's own pages."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import path


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the host's own page")


def lost(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseNotFound("the host's own 404")


urlpatterns = [path("", home)]
handler404 = lost
