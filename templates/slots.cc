#include "templates/slots.h"

#include <algorithm>
#include <optional>

#include "pipeline/text.h"

namespace chengnuo::templates {
namespace {

using pipeline::Box;
using pipeline::Cell;
using pipeline::Line;
using pipeline::Page;

std::vector<Bit> bits_of(const Page& page, const Cell& cell) {
  std::vector<Bit> bits;
  for (const int index : cell.lines)
    if (index >= 0 && static_cast<std::size_t>(index) < page.lines.size())
      bits.push_back(whole(page.lines[static_cast<std::size_t>(index)]));
  return bits;
}

std::u32string text_of_all(const std::vector<Bit>& bits) {
  std::u32string text;
  for (const Bit& bit : bits) text += text_of(bit);
  return text;
}

/// Ink in the cell that no text accounts for: a mark, or a line that the engines left without text.
bool has_stray_ink(const Page& page, const Cell& cell, const std::vector<Bit>& bits) {
  for (const Bit& bit : bits)
    if (bit.line->text.empty()) return true;
  return std::ranges::any_of(page.marks, [&](const pipeline::Mark& mark) {
    return share_inside(mark.box, cell.box) > 0.6;
  });
}

/// One table's cells, each with its text and the labels that it is.
class Ruled {
 public:
  Ruled(const Labels& labels, const SheetPage& page, const pipeline::Table& table) : page_(page) {
    for (const Cell& cell : table.cells) {
      Entry entry{.cell = &cell, .bits = bits_of(*page.page, cell), .labels = {}};
      const std::u32string text = text_of_all(entry.bits);
      if (text.size() <= 40) entry.labels = labels.parts(text);
      cells_.push_back(std::move(entry));
    }
  }

  void add_slots(const Labels& labels, std::vector<Slot>& slots) const {
    for (const Entry& entry : cells_) {
      if (!entry.labels.empty()) {
        if (const Entry* value = value_of(entry)) slots.push_back(slot_of(entry, *value));
      } else {
        add_inside(labels, entry, slots);
      }
    }
  }

 private:
  struct Entry {
    const Cell* cell = nullptr;
    std::vector<Bit> bits;
    std::vector<LabelHit> labels;
  };

  /// The nearest cell to the right, or, if that is a label too or absent, below.
  const Entry* value_of(const Entry& label) const {
    const Entry* to_right = nearest(label, Side::right);
    if (to_right != nullptr && to_right->labels.empty()) return to_right;
    const Entry* below = nearest(label, Side::below);
    return below != nullptr && below->labels.empty() ? below : nullptr;
  }

  enum class Side { right, below };

  const Entry* nearest(const Entry& from, Side side) const {
    const Box& at = from.cell->box;
    const int slack = std::min(at.height, at.width) / 3;
    const Entry* found = nullptr;
    int least = 0;
    for (const Entry& other : cells_) {
      const Box& box = other.cell->box;
      const bool to_right = side == Side::right;
      const int shared = to_right ? overlap_y(at, box) : overlap_x(at, box);
      const int extent = to_right ? std::min(at.height, box.height) : std::min(at.width, box.width);
      const int gap = to_right ? box.x - right(at) : box.y - bottom(at);
      if (&other == &from || 2 * shared < extent || gap < -slack) continue;
      if (found == nullptr || gap < least) found = &other, least = gap;
    }
    return found != nullptr && least <= 3 * slack ? found : nullptr;
  }

  Slot slot_of(const Entry& label, const Entry& value) const {
    Slot slot{.id = label.labels.front().id,
              .unit = label.labels.front().unit,
              .cost = label.labels.front().cost,
              .page = page_.number,
              .label = label.cell->box,
              .box = value.cell->box,
              .ruled = true,
              .stray_ink = has_stray_ink(*page_.page, *value.cell, value.bits),
              .bits = value.bits,
              .below = {},
              .others = {}};
    for (std::size_t i = 1; i < label.labels.size(); ++i) slot.others.push_back(label.labels[i].id);
    add_boxes_behind(value, slot);
    return slot;
  }

  /// A code written one character to a box: the boxes that follow belong to it.
  void add_boxes_behind(const Entry& first, Slot& slot) const {
    const auto is_box = [](const Entry& entry) {
      return entry.labels.empty() && text_of_all(entry.bits).size() <= 1 &&
             entry.cell->box.width < 2 * entry.cell->box.height;
    };
    for (const Entry* at = &first; is_box(*at);) {
      at = nearest(*at, Side::right);
      if (at == nullptr || !is_box(*at)) return;
      slot.bits.insert(slot.bits.end(), at->bits.begin(), at->bits.end());
      slot.box = around(slot.box, at->cell->box);
    }
  }

  /// Labels and values in one cell: 企业名称：江苏恒润…; a place's label on top of its free cell.
  void add_inside(const Labels& labels, const Entry& entry, std::vector<Slot>& slots) const {
    for (std::size_t i = 0; i < entry.bits.size(); ++i) {
      const std::u32string text = text_of(entry.bits[i]);
      std::vector<LabelHit> hits = labels.inside(text);
      if (hits.empty() && i == 0)
        if (auto first = labels.front(text)) hits.push_back(*first);
      for (std::size_t k = 0; k < hits.size(); ++k) {
        Slot slot{.id = hits[k].id,
                  .unit = hits[k].unit,
                  .cost = hits[k].cost,
                  .page = page_.number,
                  .label = box_of({entry.bits[i].line, hits[k].begin, hits[k].end}),
                  .box = entry.cell->box,
                  .ruled = true,
                  .stray_ink = false,
                  .bits = {},
                  .below = {},
                  .others = {}};
        const std::size_t end = k + 1 < hits.size() ? hits[k + 1].begin : text.size();
        if (hits[k].end < end) slot.bits.push_back({entry.bits[i].line, hits[k].end, end});
        // The rest of the cell belongs to its last label, if that began the cell.
        if (i == 0 && k + 1 == hits.size())
          slot.bits.insert(slot.bits.end(), entry.bits.begin() + 1, entry.bits.end());
        slots.push_back(std::move(slot));
      }
    }
  }

  const SheetPage& page_;
  std::vector<Entry> cells_;
};

/// True for lines that some table holds.
std::vector<bool> lines_in_tables(const Page& page) {
  std::vector<bool> held(page.lines.size(), false);
  for (const pipeline::Table& table : page.tables)
    for (const Cell& cell : table.cells)
      for (const int index : cell.lines)
        if (index >= 0 && static_cast<std::size_t>(index) < held.size())
          held[static_cast<std::size_t>(index)] = true;
  return held;
}

/// Labels among lines that no rules part: the value is the rest of the line, then what stands to
/// the right in the same row, then what goes on below, up to the next label.
class Unruled {
 public:
  Unruled(const Labels& labels, const SheetPage& page) : page_(page) {
    const std::vector<bool> held = lines_in_tables(*page.page);
    for (std::size_t i = 0; i < held.size(); ++i) {
      if (held[i]) continue;
      const Bit all = whole(page.page->lines[i]);
      const std::u32string text = text_of(all);
      std::vector<LabelHit> hits = labels.inside(text);
      if (hits.empty())
        if (auto front = labels.front(text)) hits.push_back(*front);
      std::size_t from = 0;
      for (std::size_t k = 0; k < hits.size(); ++k) {
        if (hits[k].begin > from) pieces_.push_back({{all.line, from, hits[k].begin}, {}});
        pieces_.push_back({{all.line, hits[k].begin, hits[k].end}, hits[k]});
        from = hits[k].end;
      }
      if (from < all.end) pieces_.push_back({{all.line, from, all.end}, {}});
    }
    for (Piece& piece : pieces_) piece.box = box_of(piece.bit);
  }

  void add_slots(std::vector<Slot>& slots) const {
    for (const Piece& piece : pieces_)
      if (piece.label) slots.push_back(slot_of(piece));
  }

 private:
  struct Piece {
    Bit bit;
    std::optional<LabelHit> label;
    Box box = {};
  };

  Slot slot_of(const Piece& label) const {
    // The row ends at the next label to the right; what follows below ends at the next label there.
    int end_x = page_.page->width;
    int end_y = bottom(label.box) + 3 * label.box.height;
    for (const Piece& other : pieces_) {
      if (!other.label || &other == &label) continue;
      if (in_one_row(other.box, label.box) && other.box.x > label.box.x)
        end_x = std::min(end_x, other.box.x);
      else if (middle_y(other.box) > bottom(label.box))
        end_y = std::min(end_y, other.box.y);
    }
    Slot slot{.id = label.label->id,
              .unit = label.label->unit,
              .cost = label.label->cost,
              .page = page_.number,
              .label = label.box,
              .box = {right(label.box), label.box.y, std::max(0, end_x - right(label.box)),
                      label.box.height},
              .ruled = false,
              .stray_ink = false,
              .bits = {},
              .below = {},
              .others = {}};
    const auto between = [&](const Box& box) {
      return right(box) > right(label.box) && box.x < end_x;
    };
    for (const Piece& other : pieces_) {
      if (other.label || !between(other.box)) continue;
      const bool beside = in_one_row(other.box, label.box);
      const bool below = middle_y(other.box) > bottom(label.box) && middle_y(other.box) < end_y;
      if (beside)
        slot.bits.push_back(other.bit);
      else if (below)
        slot.below.push_back(other.bit);
    }
    return slot;
  }

  const SheetPage& page_;
  std::vector<Piece> pieces_;
};

}  // namespace

std::vector<Slot> find_slots(const Template& of, const Sheet& sheet) {
  const Labels labels(of);
  std::vector<Slot> slots;
  for (const SheetPage& page : sheet)
    for (const pipeline::Table& table : page.page->tables)
      Ruled(labels, page, table).add_slots(labels, slots);
  for (const SheetPage& page : sheet) Unruled(labels, page).add_slots(slots);
  return slots;
}

}  // namespace chengnuo::templates
