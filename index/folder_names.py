"""The names of the files and folders of a library; docs/file-format.md lists them all."""

MARKER = "fabula.json"
# The folder of segments and commits.
INDEX = "index"
SETTINGS = "library.toml"
CATALOGUE = "catalogue"
# The folder of receipts.
REPORTS = "reports"
# Files in it: the count of runs that found nothing to report, what the last runs found wrong, how large the library was
# after runs whose reports are gone, the ids of works that are gone, and the works at which the search for speech was
# stopped.
IDLE_RUNS = "idle"
PROBLEMS = "problems"
GROWTH = "growth"
RETIRED_IDS = "retired"
STOPPED_WORKS = "stopped"
BESIDE_REPORTS = (IDLE_RUNS, PROBLEMS, GROWTH, RETIRED_IDS, STOPPED_WORKS)
