"""What happens to a library when processes die, disks fill and bits flip? Run on purpose, and counted."""
