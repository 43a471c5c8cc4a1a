#pragma once

#include <random>
#include <string>
#include <vector>

#include "archive/page_text.h"
#include "archive/record.h"

namespace chengnuo::bench {

/// A record as the archive would have made it, and what stands on its pages.
struct Generated {
  archive::Record record;
  std::string sha256;  ///< of its object
  std::vector<archive::PageText> pages;
};

/// Record `number` of an archive: always the same for the same number. A letter of some 550
/// characters, most of whose sentences stand in many others, and a form of some 350, with names,
/// addresses and products of Han characters that are as unequally frequent as in real texts.
Generated generated_record(std::int64_t number);

/// `length` neighbouring Han characters that stand somewhere in that record's text.
std::string piece_of(const Generated& generated, std::size_t length, std::mt19937_64& random);

}  // namespace chengnuo::bench
