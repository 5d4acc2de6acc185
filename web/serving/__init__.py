"""Serves a WSGI application: processes, threads, connections, and what each of them may take."""
