"""What people, programs and disks do to an archive, by name.

Each change takes the archive and its own random numbers, and says what it did, "" if there was nothing to do it to.
"""

import random
from collections.abc import Callable

from ..archive import Archive
from . import absences, companions, places, texts

Change = Callable[[Archive, random.Random], str]

CHANGES: dict[str, Change] = {
    change.__name__: change
    for change in (
        absences.become_empty,
        absences.become_error_pages,
        absences.become_pointers,
        absences.bring_back,
        absences.damage_zip,
        absences.mount_or_unmount_folder,
        absences.mount_or_unmount_source,
        companions.add_or_drop_format,
        companions.break_or_mend_sidecar,
        companions.change_members,
        companions.edit_sidecar,
        companions.leave_litter,
        companions.make_conflict_copy,
        companions.set_clock,
        places.convert,
        places.move,
        places.move_and_edit,
        places.move_many,
        places.pack,
        places.rename_by_case,
        places.rename_by_normal_form,
        places.rename_folder,
        places.swap_names,
        places.throw_into_bin,
        places.unpack,
        texts.add_book,
        texts.add_chapter,
        texts.add_file,
        texts.add_zip,
        texts.change_title,
        texts.cut_short,
        texts.delete_few,
        texts.delete_many,
        texts.duplicate,
        texts.mend_typo,
        texts.mend_typo_in_secret,
        texts.replace_few,
        texts.replace_many,
    )
}

__all__ = ["CHANGES", "Change"]
