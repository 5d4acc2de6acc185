"""The page of errors: what each code of the API means. Problem details name its parts."""

from __future__ import annotations

from flask import render_template

from fabula.web.http.problem_types import PROBLEM_TYPES


def problems() -> str:
    return render_template("problems.html", kinds=PROBLEM_TYPES)
