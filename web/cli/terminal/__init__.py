"""What goes to a terminal or a pipe, and how it is made safe."""
