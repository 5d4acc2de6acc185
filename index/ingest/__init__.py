"""From tasks to works cut into scenes, in processes of their own where the files may be hostile."""
