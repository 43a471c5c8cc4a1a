#include "signing/lint.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "signing/compare.h"
#include "signing/painting.h"
#include "signing/pdf_stream.h"
#include "signing/signature_fields.h"

namespace chengnuo::signing {
namespace {

using pdf::Array;
using pdf::Dictionary;
using pdf::Document;
using pdf::FormField;
using pdf::Value;

constexpr std::size_t kMostPages = 500;
constexpr std::size_t kMostObjects = 20'000;

class Inspection {
 public:
  explicit Inspection(const Document& document) : document_(document) {}

  std::vector<Warning> run() {
    for (const auto look :
         {&Inspection::look_at_pages, &Inspection::look_at_what_is_shown,
          &Inspection::look_at_the_rest, &Inspection::look_between, &Inspection::look_at_fields}) {
      try {
        (this->*look)();
      } catch (const pdf::Malformed&) {
        continue;  // the verifier says so itself, where it matters
      }
    }
    return std::move(warnings_);
  }

 private:
  void warn(const char* code, const char* zh, const char* en) {
    if (std::ranges::find(warnings_, code, &Warning::code) == warnings_.end())
      warnings_.push_back({code, {zh, en}});
  }

  void look_at_pages() {
    const std::vector<std::uint32_t> pages = document_.pages();
    for (std::size_t i = 0; i < std::min(pages.size(), kMostPages); ++i)
      if (hides_content(document_, pages[i]))
        return warn("HIDDEN_CONTENT", "页面上有被图像、色块或批注盖住的内容。",
                    "Something on a page lies under a picture, a filled area or an annotation.");
  }

  void look_at_what_is_shown() {
    if (document_.catalog().find("OCProperties") != nullptr)
      warn("OPTIONAL_CONTENT", "文件有可切换显示的图层。",
           "The file has layers that can be switched on and off.");
    std::size_t looked_at = 0;
    for (const std::uint32_t number : reachable(document_, {document_.trailer().find("Root")})) {
      if (++looked_at > kMostObjects) break;
      if (const pdf::Object* const object = document_.object(number)) look_into(object->value);
    }
  }

  void look_into(const Value& value) {
    if (const Array* const array = value.as<Array>())
      for (const Value& item : *array) look_into(item);
    const Dictionary* const dictionary = value.as<Dictionary>();
    if (dictionary == nullptr) return;
    static constexpr std::array kActing = {
        "Launch", "SubmitForm",  "ImportData", "ResetForm", "GoToR",           "GoToE",
        "Hide",   "SetOCGState", "Rendition",  "Movie",     "RichMediaExecute"};
    const Value* const action = dictionary->find("S");
    if (dictionary->find("JS") != nullptr || dictionary->find("JavaScript") != nullptr ||
        (action != nullptr && action->is_name("JavaScript")))
      warn("SCRIPT", "文件含有脚本（JavaScript）。", "The file holds scripts (JavaScript).");
    if (action != nullptr &&
        std::ranges::any_of(kActing, [action](const char* name) { return action->is_name(name); }))
      warn("ACTION", "文件含有会启动程序、提交数据或改变显示的动作。",
           "The file holds actions that start programs, send data or change what is shown.");
    if (dictionary->find("EmbeddedFiles") != nullptr || dictionary->find("EF") != nullptr)
      warn("EMBEDDED_FILE", "文件内嵌有其他文件。", "Other files are embedded in the file.");
    for (const pdf::Entry& entry : dictionary->entries) look_into(entry.value);
  }

  /// Objects that the tables list and nothing leads to.
  void look_at_the_rest() {
    const std::vector<std::uint32_t> numbers = document_.numbers();
    if (numbers.size() > kMostObjects) return;
    std::vector<const Value*> start;
    for (const pdf::Section& section : document_.sections())
      for (const pdf::Entry& entry : section.trailer.entries) start.push_back(&entry.value);
    const ObjectNumbers used = reachable(document_, start);
    for (const std::uint32_t number : numbers)
      if (!used.contains(number) && could_be_shown(*document_.object(number)))
        return warn("UNUSED_CONTENT", "文件含有没有用到的页面、字体或内容。",
                    "The file holds pages, fonts or content that nothing shows.");
  }

  static bool could_be_shown(const pdf::Object& object) {
    const Dictionary* const dictionary = object.value.as<Dictionary>();
    if (dictionary == nullptr) return false;
    const Value* const type = dictionary->find("Type");
    const auto is = [type](const char* name) { return type != nullptr && type->is_name(name); };
    if (object.stream) {
      const bool hints =
          type == nullptr && dictionary->find("S") != nullptr;  // annex F, linearised
      return !is("XRef") && !is("ObjStm") && !is("Metadata") && !hints;
    }
    return is("Catalog") || is("Pages") || is("Page") || is("Font");
  }

  /// What stands in the file between the objects that some table lists.
  void look_between() {
    std::vector<std::pair<std::size_t, std::size_t>> listed;
    for (const pdf::Section& section : document_.sections()) {
      listed.emplace_back(section.offset, section.end);
      for (const auto& [number, location] : section.locations) {
        if (location.kind != pdf::Location::Kind::in_file) continue;
        if (listed.size() > kMostObjects) return;
        pdf::Reference identity;
        const pdf::Object object = pdf::read_object_at(
            document_.bytes(), static_cast<std::size_t>(location.offset), &document_, identity);
        listed.emplace_back(object.begin, object.end);
      }
    }
    std::ranges::sort(listed);
    std::size_t at = 0;
    for (const auto& [begin, end] : listed) {
      if (begin > at && holds_object(document_.bytes().substr(at, begin - at)))
        return warn("DUPLICATE_OBJECT", "文件含有未登记的备用对象，可能用来替换内容。",
                    "The file holds spare objects that no table lists, perhaps to replace others.");
      at = std::max(at, end);
    }
  }

  static bool holds_object(std::string_view gap) {
    pdf::Parser parser(gap);
    for (std::size_t at = gap.find("obj"); at != std::string_view::npos;
         at = gap.find("obj", at + 1)) {
      const bool apart = at > 1 && pdf::is_blank(gap[at - 1]) &&
                         std::isdigit(static_cast<unsigned char>(gap[at - 2])) != 0;
      if (apart) return true;
    }
    return false;
  }

  void look_at_fields() {
    for (const FormField& field : pdf::form_fields(document_)) {
      if (field.type != FormField::Type::text) continue;
      const Value own{pdf::Reference{field.objects.front(), 0}, 0, 0};
      const Value* const value = document_.resolve(document_.dictionary(&own)->find("V"));
      const pdf::String* const text = value != nullptr ? value->as<pdf::String>() : nullptr;
      if (text == nullptr) continue;
      for (const std::uint32_t widget : field.objects)
        if (shows_another(widget, text->bytes))
          return warn("VALUE_NOT_SHOWN", "表单域显示的内容与其值不同。",
                      "A form field shows something else than its value.");
    }
  }

  bool shows_another(std::uint32_t widget, const std::string& value) const {
    const Value own{pdf::Reference{widget, 0}, 0, 0};
    const Dictionary* const dictionary = document_.dictionary(&own);
    const Dictionary* const looks =
        dictionary != nullptr ? document_.dictionary(dictionary->find("AP")) : nullptr;
    const std::uint32_t number = looks != nullptr ? number_of(looks->find("N")) : 0;
    const pdf::Object* const look = number != 0 ? document_.object(number) : nullptr;
    if (look == nullptr || !look->stream) return false;
    const auto plain = [](std::string text) {
      std::erase_if(text, [](char c) { return pdf::is_blank(c); });
      return text;
    };
    const auto legible = [](const std::string& text) {
      return !text.empty() && std::ranges::all_of(text, [](char c) { return c > 32 && c < 127; });
    };
    const std::string shown = plain(shown_text(*look));
    const std::string wanted = plain(value);
    return legible(shown) && legible(wanted) && shown != wanted;
  }

  const Document& document_;
  std::vector<Warning> warnings_;
};

}  // namespace

std::vector<Warning> preparations_in(const Document& document) {
  return Inspection(document).run();
}

}  // namespace chengnuo::signing
