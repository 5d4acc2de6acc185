"""`python -m fabula.web.cli`: the command without its script."""

from .main import main

if __name__ == "__main__":
    main()
