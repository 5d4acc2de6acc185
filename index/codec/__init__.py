"""How does one segment lie on disk, compressed and checked?"""
