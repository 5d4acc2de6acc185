"""One verb a module, its click command under the name `command`; the group imports the module of the verb it runs.

Imports of fabula.index, fabula.search and the views stand inside the commands. The number beside them is the time that
they take with numpy, which `--help` and a mistyped option do not wait for. search/shapes takes 0.05 s more, for --json.
"""
