"""Processes: gunicorn's arbiter and what runs in them."""
