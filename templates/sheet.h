#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/finding.h"
#include "pipeline/page.h"

namespace chengnuo::templates {

/// A page within a document: its number in the submission and what was read on it.
struct SheetPage {
  int number = 1;
  const pipeline::Page* page = nullptr;
};

/// A document's pages in order. Borrows the pages.
using Sheet = std::vector<SheetPage>;

/// A part of a line: code points [begin, end) of its text.
struct Bit {
  const pipeline::Line* line = nullptr;
  std::size_t begin = 0;
  std::size_t end = 0;
};

Bit whole(const pipeline::Line& line);
std::u32string text_of(const Bit& bit);
/// Of the characters where the reader gave their boxes, else a proportional part of the line.
pipeline::Box box_of(const Bit& bit);

/// Whether the reader hesitated within the bit, at its beginning and end included.
bool concerns(const pipeline::Doubt& doubt, const Bit& bit);

/// That its characters are what the paper says: of the places where the reader hesitated, the least
/// certain one in the bit; of the line, if the reader cannot say where.
double confidence_of(const Bit& bit);

/// A field that says what these bits say: raw in one piece, the least confidence, the box around
/// all. Value and state are for validate.h.
pipeline::Field field_of(const std::vector<Bit>& bits, int page);

// Boxes.
int right(const pipeline::Box& box);
int bottom(const pipeline::Box& box);
int middle_x(const pipeline::Box& box);
int middle_y(const pipeline::Box& box);
pipeline::Box around(const pipeline::Box& one, const pipeline::Box& other);
/// Pixels by which they overlap along one axis; negative: the gap between them.
int overlap_x(const pipeline::Box& one, const pipeline::Box& other);
int overlap_y(const pipeline::Box& one, const pipeline::Box& other);
/// The part of `inner`'s area that lies in `outer`, 0 to 1.
double share_inside(const pipeline::Box& inner, const pipeline::Box& outer);
/// True if both stand in one row of text.
bool in_one_row(const pipeline::Box& one, const pipeline::Box& other);

}  // namespace chengnuo::templates
