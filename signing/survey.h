#pragma once
// Private to this room: what a file has of signatures, time stamps and validation data, as far as
// raising its level needs to know.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "signing/cms_check.h"
#include "signing/time_stamp.h"
#include "signing/validation_data.h"

namespace chengnuo::signing {

/// A signature, or a document time stamp (ETSI EN 319 142-1, 5.4.3).
struct Mark {
  std::string field;
  std::size_t gap_begin = 0;  ///< of '<' of its /Contents
  std::size_t gap_end = 0;
  std::size_t end = 0;                  ///< of what it covers
  std::string contents;                 ///< as it stands in /Contents, with the zeros behind it
  bool is_stamp = false;                ///< a document time stamp
  CmsFacts signature;                   ///< unless it is a stamp
  std::optional<TimeStampFacts> stamp;  ///< of the document time stamp, or the one in the CMS
};

struct Survey {
  std::size_t size = 0;     ///< of the file
  std::vector<Mark> marks;  ///< in the order in which they were made
  ValidationData store;     ///< its DSS

  /// When a mark is proven to have been there by another: the earliest time stamp in it or over
  /// it. Nothing without one.
  std::optional<pipeline::Time> proven_at(const Mark& mark) const;
  bool has_signature() const;
  /// A time stamp over the whole file; null if there is none.
  const Mark* last_stamp() const;
};

/// Throws Error: fix_document where the file cannot be read strictly or a mark in it is not in
/// order; retry if it cannot be opened.
Survey survey(const std::filesystem::path& pdf);

}  // namespace chengnuo::signing
