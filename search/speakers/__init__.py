"""The characters of works, fandoms and libraries, and all that each of them says."""
