#include "templates/letter.h"

#include <algorithm>
#include <optional>
#include <string>

#include "pipeline/text.h"
#include "templates/dates.h"
#include "templates/letter_lines.h"
#include "templates/match.h"
#include "templates/names.h"
#include "templates/paragraphs.h"
#include "templates/slots.h"
#include "templates/titles.h"
#include "templates/validate.h"
#include "templates/value.h"

namespace chengnuo::templates {
namespace {

using pipeline::Box;
using pipeline::Field;
using pipeline::FieldState;
using pipeline::Line;

/// All lines of the letter in reading order, with their page.
struct Row {
  const Line* line = nullptr;
  const SheetPage* page = nullptr;
};

std::vector<Row> rows_of(const Sheet& sheet) {
  std::vector<Row> rows;
  for (const SheetPage& page : sheet)
    for (const Line& line : page.page->lines)
      if (!line.text.empty()) rows.push_back({&line, &page});
  return rows;
}

/// Later on paper.
bool after(const Slot& one, const Slot& other) {
  return one.page != other.page ? one.page > other.page
                                : middle_y(one.label) > middle_y(other.label);
}

/// The last slot of this field that has a value, else the last one.
const Slot* last_slot(const std::vector<Slot>& slots, const std::string& id) {
  const Slot* found = nullptr;
  for (const Slot& slot : slots) {
    if (slot.id != id) continue;
    const bool filled = !slot.bits.empty();
    const bool found_filled = found != nullptr && !found->bits.empty();
    if (found == nullptr || (filled == found_filled ? after(slot, *found) : filled)) found = &slot;
  }
  return found;
}

/// What is left of a value when handwriting beside and over it is taken away.
std::vector<Bit> without_marks(const std::vector<Bit>& bits,
                               const std::vector<pipeline::Mark>& marks) {
  const auto marked = [&](const Box& box) {
    return std::ranges::any_of(
        marks, [&](const pipeline::Mark& mark) { return share_inside(box, mark.box) > 0.5; });
  };
  std::vector<Bit> left;
  for (Bit bit : bits) {
    while (bit.begin < bit.end && marked(box_of({bit.line, bit.end - 1, bit.end}))) --bit.end;
    if (bit.begin < bit.end) left.push_back(bit);
  }
  return left;
}

class Reader {
 public:
  Reader(const Template& of, const Sheet& sheet, double certain)
      : of_(of), sheet_(sheet), certain_(certain), rows_(rows_of(sheet)) {
    for (Slot& slot : find_slots(of, sheet)) slots_.push_back(std::move(slot));
    block_ = first_row_of_block();
  }

  Letter read() const {
    Letter letter;
    if (sheet_.empty()) return letter;
    for (const FieldRule& rule : of_.fields) {
      std::optional<Field> field = read_field(rule);
      if (!field && rule.need == Need::required) field = Field{};
      if (field) letter.fields[rule.id] = std::move(*field);
    }
    const auto title = find_title(of_, *sheet_.front().page);
    const std::size_t from = title ? row_behind(*title) : 0;
    if (title) {
      letter.title = title->first_line->text;
      if (title->last_line != title->first_line) letter.title += title->last_line->text;
    }
    const std::size_t end = std::min(block_, first_row_of(letter.fields));
    for (std::size_t i = from; i < end; ++i)
      letter.body.push_back(text_line(*rows_[i].line, rows_[i].page->number));
    for (std::size_t i = end; i < rows_.size(); ++i)
      if (is_stray(rows_[i], letter.fields))
        letter.below.push_back(text_line(*rows_[i].line, rows_[i].page->number));
    return letter;
  }

 private:
  /// The first row of the last run of labelled rows: those that hold the name, the representative
  /// and the date. The end of the letter if there are none.
  std::size_t first_row_of_block() const {
    const Slot* name = last_slot(slots_, "enterprise_name");
    const Slot* representative = last_slot(slots_, "legal_representative");
    const Slot* date = last_slot(slots_, "signed_on");
    std::size_t first = rows_.size();
    for (const Slot* slot : {name, representative, date})
      if (slot != nullptr) first = std::min(first, row_at(slot->page, slot->label));
    // A label in the letter's first half opens no block: 承诺企业：… may stand under the title.
    return first < rows_.size() / 2 ? rows_.size() : first;
  }

  /// A line of words among the signature block that is neither a label's nor a field's, nor
  /// handwriting: a postscript, perhaps.
  bool is_stray(const Row& row, const Fields& fields) const {
    constexpr long kFewest = 4;           // Chinese characters: less says nothing
    constexpr double kHandwriting = 0.5;  // print is read with more confidence
    const std::u32string text = pipeline::code_points(row.line->text);
    if (std::ranges::count_if(text, is_han) < kFewest || row.line->confidence < kHandwriting)
      return false;
    const int page = row.page->number;
    const auto in_row_of = [&](int of_page, const Box& box) {
      return of_page == page && box.width > 0 && in_one_row(row.line->box, box);
    };
    return std::ranges::none_of(
               slots_, [&](const Slot& slot) { return in_row_of(slot.page, slot.label); }) &&
           std::ranges::none_of(fields, [&](const auto& each) {
             const Field& field = each.second;
             return in_row_of(field.page, field.box) ||
                    (field.page == page && share_inside(row.line->box, field.box) > 0.5);
           });
  }

  std::size_t row_at(int page, const Box& box) const {
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (rows_[i].page->number == page && in_one_row(rows_[i].line->box, box)) return i;
    return rows_.size();
  }

  /// A name or date found without its label bounds the body as well.
  std::size_t first_row_of(const Fields& fields) const {
    std::size_t first = rows_.size();
    for (const auto& [id, field] : fields)
      if (field.page != 0 && field.box.width > 0) {
        const std::size_t row = row_at(field.page, field.box);
        if (row >= rows_.size() / 2) first = std::min(first, row);
      }
    return first;
  }

  std::size_t row_behind(const Title& title) const {
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (rows_[i].line == title.last_line) return i + 1;
    return 0;
  }

  const std::vector<pipeline::Mark>& marks_of(int page) const {
    const auto found = std::ranges::find(sheet_, page, &SheetPage::number);
    return found->page->marks;
  }

  /// The typed name without the handwriting beside it, which readers take for odd characters.
  std::vector<Bit> written_name(const Slot& slot) const {
    constexpr double kHandwriting = 0.5;  // print is read with more confidence even when it is poor
    std::vector<Bit> bits = without_marks(slot.bits, marks_of(slot.page));
    if (bits.size() > 1)
      std::erase_if(bits, [](const Bit& bit) { return bit.line->confidence < kHandwriting; });
    return bits;
  }

  std::optional<Field> read_field(const FieldRule& rule) const {
    const Slot* slot = last_slot(slots_, rule.id);
    switch (rule.type) {
      case FieldType::enterprise_name:
        return slot != nullptr && has_text(*slot) ? labelled_name(*slot, rule) : bare_name(rule);
      case FieldType::person:
        if (slot == nullptr) return std::nullopt;
        return person(*slot, rule);
      case FieldType::date:
        return date(slot, rule);
      default:
        if (slot == nullptr || slot->bits.empty()) return std::nullopt;
        return settled(slot->bits, slot->page, rule, slot->box);
    }
  }

  Field settled(const std::vector<Bit>& bits, int page, const FieldRule& rule,
                const Box& otherwise) const {
    Field field = read_value(bits, page, rule, {}, certain_);
    if (field.box.width == 0) field.box = otherwise;
    return field;
  }

  /// The printed name. What the signature covers of it was left out; with it, it is another
  /// reading.
  Field person(const Slot& slot, const FieldRule& rule) const {
    Field field = settled(written_name(slot), slot.page, rule, slot.box);
    const Field covered = field_of(slot.bits, slot.page);
    if (!slot.bits.empty() && covered.raw != field.raw) {
      const auto& readings = slot.bits.front().line->readings;
      field.candidates.push_back({readings.empty() ? std::string() : readings.front().engine,
                                  covered.raw, covered.confidence});
    }
    return field;
  }

  static bool is_name(const std::vector<Bit>& bits, int page) {
    return is_enterprise_name(normal_enterprise_name(field_of(bits, page).raw));
  }

  static bool has_text(const Slot& slot) { return !slot.bits.empty() || !slot.below.empty(); }

  /// The name behind its label, gone on with below where it is not whole.
  Field labelled_name(const Slot& slot, const FieldRule& rule) const {
    std::vector<Bit> name = slot.bits;
    std::vector<Bit> longer = name;
    for (const Bit& more : slot.below) {
      if (is_name(name, slot.page)) break;
      longer.push_back(more);
      if (longer.size() == 1 || is_name(longer, slot.page)) name = longer;
    }
    return settled(name, slot.page, rule, slot.box);
  }

  /// A line of the letter's end that is a name and nothing else.
  std::optional<Field> bare_name(const FieldRule& rule) const {
    for (std::size_t i = rows_.size(); i-- > rows_.size() / 2;) {
      const Bit bit = whole(*rows_[i].line);
      const int page = rows_[i].page->number;
      if (is_name({bit}, page) && text_of(bit).size() >= 6)
        return settled({bit}, page, rule, rows_[i].line->box);
    }
    return std::nullopt;
  }

  /// Behind its label; else the last line from the block on that is a date.
  std::optional<Field> date(const Slot* slot, const FieldRule& rule) const {
    if (slot != nullptr && !slot->bits.empty()) {
      Field field = date_in(slot->bits, slot->page, rule, certain_);
      if (field.box.width == 0) field.box = slot->box;
      if (field.state != FieldState::empty) return field;
    }
    const std::size_t from = std::min(block_, rows_.size() / 2);
    for (std::size_t i = rows_.size(); i-- > from;) {
      const Bit bit = whole(*rows_[i].line);
      const std::u32string text = text_of(bit);
      const auto dates = find_dates(text);
      const bool date_alone = dates.empty()
                                  ? looks_like_date(text)
                                  : 10 * (dates.back().end - dates.back().begin) >= 7 * text.size();
      if (!date_alone && (dates.empty() || i < block_)) continue;
      Field field = date_in({bit}, rows_[i].page->number, rule, certain_);
      if (field.state != FieldState::empty) return field;
    }
    if (slot == nullptr) return std::nullopt;
    Field field;
    field.page = slot->page;
    field.box = slot->box;
    return field;
  }

  const Template& of_;
  const Sheet& sheet_;
  double certain_;
  std::vector<Row> rows_;
  std::vector<Slot> slots_;
  std::size_t block_ = 0;
};

}  // namespace

Letter read_letter(const Template& of, const Sheet& sheet, double certain) {
  return Reader(of, sheet, certain).read();
}

std::string text_of(const Template& of, const Letter& letter, const Fields& fields) {
  std::string text = letter.title.empty() ? "" : letter.title + "\n";
  const std::vector<bool> ends = paragraph_ends(letter.body);
  for (std::size_t i = 0; i < letter.body.size(); ++i) {
    text += letter.body[i].text;
    if (i >= ends.size() || ends[i]) text += "\n";
  }
  for (const FieldRule& rule : of.fields) {
    const auto field = fields.find(rule.id);
    if (field == fields.end() || field->second.value.empty() || rule.labels.empty()) continue;
    const bool as_written = rule.type == FieldType::date && !field->second.raw.empty();
    const std::string& said = as_written ? field->second.raw : field->second.value;
    text += rule.labels.front() + "：" + said + "\n";
  }
  return text;
}

}  // namespace chengnuo::templates
