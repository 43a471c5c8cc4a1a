#include "signing/painting.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "signing/content_reader.h"
#include "signing/pdf_stream.h"

namespace chengnuo::signing {
namespace {

using pdf::Array;
using pdf::Dictionary;
using pdf::Document;
using pdf::Value;

constexpr std::size_t kMostContent = std::size_t{16} << 20;
constexpr std::size_t kMostItems = 50'000;
constexpr int kDeepest = 6;

struct Point {
  double x = 0;
  double y = 0;
};

struct Box {
  double left = std::numeric_limits<double>::infinity();
  double bottom = std::numeric_limits<double>::infinity();
  double right = -std::numeric_limits<double>::infinity();
  double top = -std::numeric_limits<double>::infinity();

  void include(Point point) {
    left = std::min(left, point.x);
    bottom = std::min(bottom, point.y);
    right = std::max(right, point.x);
    top = std::max(top, point.y);
  }
  Box cut_to(const Box& other) const {
    return {std::max(left, other.left), std::max(bottom, other.bottom),
            std::min(right, other.right), std::min(top, other.top)};
  }
  double area() const { return right > left && top > bottom ? (right - left) * (top - bottom) : 0; }
};

constexpr Box kEverywhere{-1e9, -1e9, 1e9, 1e9};

/// ISO 32000-1, 8.3.4: [a b c d e f].
struct Matrix {
  double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;

  Point of(Point p) const { return {a * p.x + c * p.y + e, b * p.x + d * p.y + f}; }
  Matrix before(const Matrix& m) const {
    return {a * m.a + b * m.c, a * m.b + b * m.d,       c * m.a + d * m.c,
            c * m.b + d * m.d, e * m.a + f * m.c + m.e, e * m.b + f * m.d + m.f};
  }
  Box of(const Box& box) const {
    Box mapped;
    for (const Point corner : {Point{box.left, box.bottom}, Point{box.right, box.bottom},
                               Point{box.left, box.top}, Point{box.right, box.top}})
      mapped.include(of(corner));
    return mapped;
  }
};

Matrix matrix_of(const std::array<double, 6>& n) { return {n[0], n[1], n[2], n[3], n[4], n[5]}; }

double number_of(const Value* value) {
  if (value == nullptr) return 0;
  if (const std::int64_t* const whole = value->as<std::int64_t>())
    return static_cast<double>(*whole);
  const double* const real = value->as<double>();
  return real != nullptr ? *real : 0;
}

std::optional<Box> box_in(const Document& document, const Dictionary& dictionary, const char* key) {
  const Array* const array = document.array(dictionary.find(key));
  if (array == nullptr || array->size() != 4) return std::nullopt;
  const auto at = [&](std::size_t i) { return number_of(document.resolve(&(*array)[i])); };
  Box box;
  box.include({at(0), at(1)});
  box.include({at(2), at(3)});
  return box;
}

Matrix matrix_in(const Document& document, const Dictionary& dictionary) {
  const Array* const array = document.array(dictionary.find("Matrix"));
  if (array == nullptr || array->size() != 6) return {};
  std::array<double, 6> numbers{};
  for (std::size_t i = 0; i < 6; ++i) numbers[i] = number_of(document.resolve(&(*array)[i]));
  return matrix_of(numbers);
}

struct State {
  Matrix matrix;
  Box clip = kEverywhere;
  double font_size = 1;
  double leading = 0;
  bool visible_text = true;
  bool opaque = true;
};

struct Thing {
  Box box;
  bool is_text = false;
};

/// Paints one page in order, and notices what disappears.
class Painter {
 public:
  explicit Painter(const Document& document) : document_(document) {}

  void paint(std::string_view content, const Dictionary* resources, State state, int depth);
  void paint_form(const pdf::Object& form, State state, const Dictionary* outer, int depth);
  void paint_annotation(const Dictionary& annotation);

  bool hides = false;

 private:
  void add(const Thing& thing) {
    if (things_.size() < kMostItems && thing.box.area() > 0) things_.push_back(thing);
  }
  void cover(Box box, const State& state) {
    box = box.cut_to(state.clip);
    if (!state.opaque || box.area() <= 0) return;
    hides =
        hides || std::ranges::any_of(things_, [&](const Thing& thing) {
          const double seen = thing.box.area();
          return seen > 0 && thing.box.cut_to(box).area() >= (thing.is_text ? 0.6 : 0.95) * seen;
        });
  }
  void show(const Operation& operation, State& state);
  void paint_named(const Operation& operation, const Dictionary* resources, const State& state,
                   int depth);
  void set_transparency(const Operation& operation, const Dictionary* resources, State& state);
  void path(const Operation& operation, State& state);

  const Document& document_;
  std::vector<Thing> things_;
  std::size_t content_left_ = kMostContent;
  Matrix text_;
  Matrix line_;
  Box path_;
  bool path_is_box_ = true;
  bool clips_next_ = false;
};

/// Widths are not looked up: half an em for each byte is near enough to say what lies under what.
void Painter::show(const Operation& operation, State& state) {
  std::size_t letters = 0;
  for (const Value& operand : operation.operands) {
    if (const pdf::String* const text = operand.as<pdf::String>()) letters += text->bytes.size();
    if (const Array* const pieces = operand.as<Array>())
      for (const Value& piece : *pieces)
        if (const pdf::String* const text = piece.as<pdf::String>()) letters += text->bytes.size();
  }
  if (letters == 0) return;
  const double width = 0.5 * state.font_size * static_cast<double>(letters);
  const Matrix matrix = text_.before(state.matrix);
  Box box;
  for (const Point corner : {Point{0, 0}, Point{width, 0}, Point{0, 0.7 * state.font_size},
                             Point{width, 0.7 * state.font_size}})
    box.include(matrix.of(corner));
  if (state.visible_text && std::isfinite(box.area())) add({box.cut_to(state.clip), true});
  text_ = Matrix{1, 0, 0, 1, width, 0}.before(text_);
}

void Painter::paint_named(const Operation& operation, const Dictionary* resources,
                          const State& state, int depth) {
  const pdf::Name* const name =
      operation.operands.empty() ? nullptr : operation.operands[0].as<pdf::Name>();
  const Dictionary* const objects =
      resources != nullptr ? document_.dictionary(resources->find("XObject")) : nullptr;
  const Value* const value =
      name != nullptr && objects != nullptr ? objects->find(name->text) : nullptr;
  const pdf::Reference* const reference = value != nullptr ? value->as<pdf::Reference>() : nullptr;
  const pdf::Object* const object =
      reference != nullptr ? document_.object(reference->number) : nullptr;
  const Dictionary* const dictionary = object != nullptr ? object->value.as<Dictionary>() : nullptr;
  if (dictionary == nullptr || !object->stream) return;
  const Value* const kind = document_.resolve(dictionary->find("Subtype"));
  if (kind != nullptr && kind->is_name("Form")) {
    paint_form(*object, state, resources, depth + 1);
  } else if (kind != nullptr && kind->is_name("Image")) {
    const Box box = state.matrix.of(Box{0, 0, 1, 1});
    const bool lets_through = dictionary->find("SMask") != nullptr ||
                              dictionary->find("Mask") != nullptr ||
                              dictionary->find("ImageMask") != nullptr;
    if (!lets_through) cover(box, state);
    add({box.cut_to(state.clip), false});
  }
}

/// ISO 32000-1, 8.4.5: constant alpha, soft mask and blend mode of a named state.
void Painter::set_transparency(const Operation& operation, const Dictionary* resources,
                               State& state) {
  const pdf::Name* const name =
      operation.operands.empty() ? nullptr : operation.operands[0].as<pdf::Name>();
  const Dictionary* const states =
      resources != nullptr ? document_.dictionary(resources->find("ExtGState")) : nullptr;
  const Dictionary* const wanted = name != nullptr && states != nullptr
                                       ? document_.dictionary(states->find(name->text))
                                       : nullptr;
  if (wanted == nullptr) return;
  const Value* const alpha = document_.resolve(wanted->find("ca"));
  const Value* const mask = document_.resolve(wanted->find("SMask"));
  const Value* const blend = document_.resolve(wanted->find("BM"));
  if (alpha != nullptr) state.opaque = number_of(alpha) >= 0.9;
  if (mask != nullptr && !mask->is_name("None")) state.opaque = false;
  if (blend != nullptr && !blend->is_name("Normal") && !blend->is_name("Compatible"))
    state.opaque = false;
}

void Painter::path(const Operation& operation, State& state) {
  const std::string& name = operation.name;
  if (name == "re") {
    const double x = operation.number(0);
    const double y = operation.number(1);
    path_is_box_ = path_is_box_ && path_.area() <= 0;
    const Box box = state.matrix.of(
        Box{std::min(x, x + operation.number(2)), std::min(y, y + operation.number(3)),
            std::max(x, x + operation.number(2)), std::max(y, y + operation.number(3))});
    path_.include({box.left, box.bottom});
    path_.include({box.right, box.top});
  } else if (name == "m" || name == "l") {
    path_.include(state.matrix.of(Point{operation.number(0), operation.number(1)}));
  } else if (name == "c" || name == "v" || name == "y") {
    path_is_box_ = false;
  } else if (name == "W" || name == "W*") {
    clips_next_ = true;
  } else {  // painted, or not
    const bool filled = name == "f" || name == "F" || name == "f*" || name == "B" || name == "B*" ||
                        name == "b" || name == "b*";
    if (filled && path_is_box_) cover(path_, state);
    if (clips_next_ && path_.right >= path_.left) state.clip = state.clip.cut_to(path_);
    path_ = Box();
    path_is_box_ = true;
    clips_next_ = false;
  }
}

void Painter::paint(std::string_view content, const Dictionary* resources, State state, int depth) {
  static constexpr std::array kOfPaths = {"re", "m", "l",  "c", "v",  "y", "W",  "W*", "n",
                                          "f",  "F", "f*", "B", "B*", "b", "b*", "S",  "s"};
  static constexpr std::array kOfText = {"Tj", "TJ", "'", "\""};
  if (depth > kDeepest || content.size() > content_left_) return;
  content_left_ -= content.size();
  std::vector<State> saved;
  ContentReader reader(content);
  const auto next_line = [&](double x, double y) {
    line_ = Matrix{1, 0, 0, 1, x, y}.before(line_);
    text_ = line_;
  };
  for (Operation operation; reader.next(operation);) {
    const std::string& name = operation.name;
    if (name == "q" && saved.size() < 1000) {
      saved.push_back(state);
    } else if (name == "Q" && !saved.empty()) {
      state = saved.back();
      saved.pop_back();
    } else if (name == "cm" || name == "Tm") {
      std::array<double, 6> numbers{};
      for (std::size_t i = 0; i < 6; ++i) numbers[i] = operation.number(i);
      if (name == "cm")
        state.matrix = matrix_of(numbers).before(state.matrix);
      else
        text_ = line_ = matrix_of(numbers);
    } else if (name == "BT") {
      text_ = line_ = Matrix();
    } else if (name == "Tf") {
      state.font_size = operation.number(1);
    } else if (name == "TL") {
      state.leading = operation.number(0);
    } else if (name == "Tr") {
      state.visible_text = operation.number(0) != 3 && operation.number(0) != 7;
    } else if (name == "Td" || name == "TD") {
      if (name == "TD") state.leading = -operation.number(1);
      next_line(operation.number(0), operation.number(1));
    } else if (name == "T*") {
      next_line(0, -state.leading);
    } else if (std::ranges::find(kOfText, name) != kOfText.end()) {
      if (name.size() == 1) next_line(0, -state.leading);
      show(operation, state);
    } else if (name == "gs") {
      set_transparency(operation, resources, state);
    } else if (name == "Do") {
      paint_named(operation, resources, state, depth);
    } else if (name == "BI") {
      cover(state.matrix.of(Box{0, 0, 1, 1}), state);
    } else if (name == "sh") {
      if (state.clip.right < kEverywhere.right) cover(state.clip, state);
    } else if (std::ranges::find(kOfPaths, name) != kOfPaths.end()) {
      path(operation, state);
    }
  }
}

void Painter::paint_form(const pdf::Object& form, State state, const Dictionary* outer, int depth) {
  const Dictionary& dictionary = *form.value.as<Dictionary>();
  state.matrix = matrix_in(document_, dictionary).before(state.matrix);
  if (const auto box = box_in(document_, dictionary, "BBox"))
    state.clip = state.clip.cut_to(state.matrix.of(*box));
  const Dictionary* const own = document_.dictionary(dictionary.find("Resources"));
  const std::string content = pdf::decoded_stream(form);
  paint(content, own != nullptr ? own : outer, state, depth);
}

/// ISO 32000-1, 12.5.5: the appearance's box is moved and stretched to the annotation's.
void Painter::paint_annotation(const Dictionary& annotation) {
  const auto flags = static_cast<std::int64_t>(number_of(document_.resolve(annotation.find("F"))));
  constexpr std::int64_t kHidden = 2;
  constexpr std::int64_t kNoView = 32;
  const auto place = box_in(document_, annotation, "Rect");
  const Dictionary* const looks = document_.dictionary(annotation.find("AP"));
  const Value* const normal = looks != nullptr ? looks->find("N") : nullptr;
  const pdf::Reference* const reference =
      normal != nullptr ? normal->as<pdf::Reference>() : nullptr;
  const pdf::Object* const form =
      reference != nullptr ? document_.object(reference->number) : nullptr;
  const Dictionary* const dictionary = form != nullptr ? form->value.as<Dictionary>() : nullptr;
  if ((flags & (kHidden | kNoView)) != 0 || !place || dictionary == nullptr || !form->stream)
    return;
  const auto own_box = box_in(document_, *dictionary, "BBox");
  if (!own_box) return;
  const Box shown = matrix_in(document_, *dictionary).of(*own_box);
  if (shown.area() <= 0) return;
  const double across = (place->right - place->left) / (shown.right - shown.left);
  const double up = (place->top - place->bottom) / (shown.top - shown.bottom);
  State state;
  state.matrix = {
      across, 0, 0, up, place->left - shown.left * across, place->bottom - shown.bottom * up};
  paint_form(*form, state, nullptr, 1);
}

/// All of a page's streams as one, as 7.8.2 wants it.
std::string content_of(const Document& document, const Dictionary& page) {
  std::string content;
  const auto append = [&](const Value* value) {
    const pdf::Reference* const reference =
        value != nullptr ? value->as<pdf::Reference>() : nullptr;
    const pdf::Object* const object =
        reference != nullptr ? document.object(reference->number) : nullptr;
    if (object == nullptr || !object->stream) return;
    content += pdf::decoded_stream(*object) + '\n';
    if (content.size() > kMostContent) throw pdf::Malformed(object->begin, "too much content");
  };
  const Value* const contents = page.find("Contents");
  if (const Array* const pieces = document.array(contents))
    for (const Value& piece : *pieces) append(&piece);
  else
    append(contents);
  return content;
}

const Dictionary* resources_of(const Document& document, const Dictionary* node) {
  for (int up = 0; node != nullptr && up < 32; ++up) {
    if (const Dictionary* const own = document.dictionary(node->find("Resources"))) return own;
    node = document.dictionary(node->find("Parent"));
  }
  return nullptr;
}

}  // namespace

bool hides_content(const Document& document, std::uint32_t page) {
  Painter painter(document);
  try {
    const pdf::Object* const object = document.object(page);
    const Dictionary* const dictionary =
        object != nullptr ? object->value.as<Dictionary>() : nullptr;
    if (dictionary == nullptr) return false;
    const std::string content = content_of(document, *dictionary);
    painter.paint(content, resources_of(document, dictionary), {}, 0);
    const Array* const annotations = document.array(dictionary->find("Annots"));
    for (std::size_t i = 0; annotations != nullptr && i < annotations->size(); ++i)
      if (const Dictionary* const annotation = document.dictionary(&(*annotations)[i]))
        painter.paint_annotation(*annotation);
  } catch (const pdf::Malformed&) {
    return painter.hides;
  }
  return painter.hides;
}

std::string shown_text(const pdf::Object& appearance) {
  std::string text;
  try {
    const std::string content = pdf::decoded_stream(appearance);
    ContentReader reader(content);
    for (Operation operation; reader.next(operation);) {
      for (const Value& operand : operation.operands) {
        if (const pdf::String* const string = operand.as<pdf::String>()) text += string->bytes;
        if (const Array* const pieces = operand.as<Array>())
          for (const Value& piece : *pieces)
            if (const pdf::String* const string = piece.as<pdf::String>()) text += string->bytes;
      }
    }
  } catch (const pdf::Malformed&) {
    return "";
  }
  return text;
}

}  // namespace chengnuo::signing
