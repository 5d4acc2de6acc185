"""One verb a module; each has its click command under the name `command`. The group imports them on demand."""
