"""Addresses: articles and announcements."""

from django.urls import path

from muhatap.desk.views import announcing, article_editing, articles

urlpatterns = [
    path("articles/", articles.show, name="articles"),
    path("articles/new/", article_editing.begin, name="new_article"),
    path("articles/searches/", articles.searches, name="article_searches"),
    path("articles/<int:article>/", article_editing.edit, name="article"),
    path("articles/<int:article>/describe/", article_editing.describe, name="describe_article"),
    path("articles/<int:article>/act/", article_editing.act, name="act_on_article"),
    path("announcements/", announcing.show, name="announcements"),
    path("announcements/<int:announcement>/end/", announcing.end, name="end_announcement"),
]
