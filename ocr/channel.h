#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "pipeline/descriptor.h"

namespace chengnuo::ocr {

using pipeline::Descriptor;
using Deadline = std::chrono::steady_clock::time_point;

struct Parcel {
  nlohmann::json content;
  std::vector<Descriptor> files;  ///< open files that came with it
};

/// One end of a line between two processes on this machine: JSON messages, each behind its length
/// (4 bytes, host order), and open files beside them (unix(7), SCM_RIGHTS). Because files are
/// handed over open, the receiver needs no right to open any itself. Not to be shared between
/// threads.
class Channel {
 public:
  explicit Channel(Descriptor socket) : socket_(std::move(socket)) {}

  /// Two ends that are joined; neither survives an exec unless it is dup'ed.
  /// Throws Error: retry if the system has no more descriptors.
  static std::pair<Descriptor, Descriptor> make_ends();

  /// False if the other side is gone. At most kMostFiles files.
  bool send(const nlohmann::json& content, std::span<const int> files = {});

  /// Waits until there is something to receive, be it the end. False at the deadline.
  bool wait(Deadline deadline) const;

  /// Waits for a message. Nothing if the other side is gone, does not speak this protocol, or has
  /// not finished its message at the deadline; the line is of no use after that.
  std::optional<Parcel> receive(std::optional<Deadline> deadline = {});

  static constexpr std::size_t kMostFiles = 4;
  static constexpr std::size_t kMostBytes = 64u << 20;  ///< of a message; a dense page has 1 MB

 private:
  bool receive_bytes(std::span<char> into, std::vector<Descriptor>& files,
                     std::optional<Deadline> deadline);

  Descriptor socket_;
};

}  // namespace chengnuo::ocr
