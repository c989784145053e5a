"""A small Django site, as `django-admin startproject mysite` lays it out."""
