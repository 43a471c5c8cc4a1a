#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <optional>
#include <string>

#include "pipeline/message.h"
#include "watcher/descriptor.h"

namespace chengnuo::watcher {

// Files in an inbox are put there by strangers, who may replace a file, or a folder above it, by a
// link at any moment. So everything here goes from one folder descriptor to the next and follows no
// symbolic link beneath `unit_folder`, and what is checked is the file that is open, not its name.

/// What was found at a place in an inbox.
struct InboxFile {
  Descriptor folder;  ///< the folder that it lies in
  Descriptor file;    ///< open for reading; none if it was refused or is gone
  struct stat facts {};
  std::optional<pipeline::Message> refusal;  ///< why it cannot be taken in

  bool gone() const { return !file && !refusal; }
};

/// Opens `relative` (one file) beneath `unit_folder`. Refused: symbolic links, devices, pipes and
/// sockets, files with a second name (hard links), files that may not be read.
/// Throws Error: retry, fix_setup if a folder cannot be opened.
InboxFile open_inbox_file(const std::filesystem::path& unit_folder,
                          const std::filesystem::path& relative);

/// Opens a file of one's own: where it lies and what other names it has is its owner's business.
/// Refused: anything but a regular file, and files that may not be read.
InboxFile open_own_file(const std::filesystem::path& path);

/// Is a program still writing to this open file? Known where the kernel grants leases: on local
/// file systems, for files of the service's own account or with CAP_LEASE. "No" elsewhere.
bool is_being_written(int file);

/// Has the file of this descriptor kept the size and times of `before`?
bool is_unchanged(int file, const struct stat& before);

/// A name in `folder` of the unit's inbox that is free for the file `relative`: the same relative
/// place, with a number where another file has that name.
std::filesystem::path free_place(const std::filesystem::path& unit_folder, const char* folder,
                                 const std::filesystem::path& relative);

/// Moves the file at `relative`, which must still be the one of `facts`, to the place `to` (both
/// beneath `unit_folder`); makes folders, never overwrites, makes the target durable.
/// False if the name now belongs to another file, or `to` was taken meanwhile.
/// Throws Error: retry, fix_setup.
bool move_in_inbox(const std::filesystem::path& unit_folder, const std::filesystem::path& relative,
                   const struct stat& facts, const std::filesystem::path& to);

/// Writes a small text at `place` beneath `unit_folder`, over an earlier one.
void write_in_inbox(const std::filesystem::path& unit_folder, const std::filesystem::path& place,
                    const std::string& text);

/// Throws Error: fix_setup if a file could not be moved out of `folder`, so that nothing is begun
/// that cannot be ended.
void require_movable(const InboxFile& file, const std::filesystem::path& path);

}  // namespace chengnuo::watcher
