"""The addresses of the pages."""

from flask import Blueprint

from .duplicates import duplicates
from .home import home
from .library import library
from .problems import problems
from .quote import quote
from .scene import scene
from .search import search
from .work import work
from .works import works

pages = Blueprint("pages", __name__)
pages.add_url_rule("/", view_func=home)
pages.add_url_rule("/search", view_func=search)
pages.add_url_rule("/quote", view_func=quote)
pages.add_url_rule("/works", view_func=works)
pages.add_url_rule("/works/<work_id>", view_func=work)
pages.add_url_rule("/library", view_func=library)
pages.add_url_rule("/library/duplicates", view_func=duplicates)
pages.add_url_rule("/problems", view_func=problems)
pages.add_url_rule("/scenes/<scene_id>", view_func=scene)
