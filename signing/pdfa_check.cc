#include "signing/pdfa_check.h"

#include <algorithm>
#include <array>

#include "pipeline/error.h"
#include "pipeline/json.h"
#include "pipeline/text.h"
#include "signing/byte_range.h"
#include "signing/mapped_file.h"
#include "signing/pdf_date.h"
#include "signing/pdf_document.h"
#include "signing/pdf_stream.h"
#include "signing/signature_fields.h"
#include "signing/xmp.h"

namespace chengnuo::signing {
namespace {

using pdf::Array;
using pdf::Dictionary;
using pdf::Document;
using pdf::Object;
using pdf::Value;

/// One file under examination. A rule adds a problem for each thing that it finds.
class Examination {
 public:
  explicit Examination(const Document& document) : document_(document) {}

  std::vector<PdfaProblem> run() {
    for (const auto rule :
         {&Examination::header, &Examination::trailers, &Examination::layout, &Examination::objects,
          &Examination::catalog, &Examination::metadata, &Examination::output_intent,
          &Examination::pages, &Examination::form, &Examination::signatures})
      (this->*rule)();
    return std::move(problems_);
  }

 private:
  void expect(bool holds, const char* clause, const char* zh, const char* en) {
    if (!holds) problems_.push_back({clause, {zh, en}});
  }
  bool is_true(const Value* value) const {
    const Value* const resolved = document_.resolve(value);
    return resolved != nullptr && resolved->data == decltype(resolved->data)(true);
  }
  bool is_name(const Value* value, std::string_view text) const {
    const Value* const resolved = document_.resolve(value);
    return resolved != nullptr && resolved->is_name(text);
  }
  /// The stream that a value refers to; null if it does not.
  const Object* stream(const Value* value) const {
    const pdf::Reference* const reference =
        value != nullptr ? value->as<pdf::Reference>() : nullptr;
    const Object* const object =
        reference != nullptr ? document_.object(reference->number) : nullptr;
    return object != nullptr && object->stream ? object : nullptr;
  }

  void header() {
    const std::string_view bytes = document_.bytes();
    expect(bytes.starts_with("%PDF-1.") && bytes.size() > 16 && bytes[7] >= '0' &&
               bytes[7] <= '7' && bytes[8] == '\n',
           "6.1.2", "文件头不合规。", "The header is not in order.");
    const bool comment =
        bytes.size() > 14 && bytes[9] == '%' &&
        std::ranges::all_of(bytes.substr(10, 4), [](char c) { return (c & 0x80) != 0; });
    expect(comment, "6.1.2", "文件头后没有高位字节注释。",
           "No comment of four bytes above 127 follows the header.");
  }

  void trailers() {
    const Array* const identifier = document_.array(document_.trailer().find("ID"));
    expect(identifier != nullptr && identifier->size() == 2, "6.1.3", "缺少文件标识(ID)。",
           "The file has no identifier.");
    expect(!document_.encrypted(), "6.1.3", "文件已加密。", "The file is encrypted.");
  }

  /// Line ends around "obj", "endobj", "stream", "endstream" (6.1.7.1, 6.1.9).
  void layout() {
    const std::string_view bytes = document_.bytes();
    const auto line_end = [&](std::size_t at) {
      return at < bytes.size() && (bytes[at] == '\n' || bytes[at] == '\r');
    };
    for (const std::uint32_t number : document_.numbers()) {
      if (document_.location(number)->kind != pdf::Location::Kind::in_file) continue;
      const Object& object = *document_.object(number);
      const std::size_t keyword = bytes.find("obj", object.begin) + 3;
      const bool in_order = object.begin > 0 && line_end(object.begin - 1) && line_end(keyword) &&
                            line_end(object.end) && line_end(object.end - 7);
      expect(in_order, "6.1.9", "对象前后缺少换行。", "A line end is missing around an object.");
      if (!object.stream) continue;
      const auto end =
          static_cast<std::size_t>(object.stream->data() - bytes.data()) + object.stream->size();
      expect(line_end(end), "6.1.7.1", "流数据后缺少换行。",
             "A line end is missing behind a stream.");
    }
  }

  void objects() {
    for (const std::uint32_t number : document_.numbers()) {
      const Object& object = *document_.object(number);
      const Dictionary* const dictionary = object.value.as<Dictionary>();
      if (dictionary == nullptr) continue;
      if (object.stream) stream_facts(*dictionary);
      if (is_name(dictionary->find("Type"), "Font")) font(*dictionary);
      if (is_name(dictionary->find("Subtype"), "Image")) image(*dictionary);
      const Value* const action = document_.resolve(dictionary->find("S"));
      static constexpr std::array kForbidden = {
          "Launch",      "Sound",     "Movie", "ResetForm",  "ImportData", "Hide",
          "SetOCGState", "Rendition", "Trans", "GoTo3DView", "JavaScript"};
      const bool acts = action != nullptr && std::ranges::any_of(kForbidden, [&](const char* name) {
                          return action->is_name(name);
                        });
      expect(!acts && dictionary->find("AA") == nullptr, "6.5.1", "含禁止的动作。",
             "There is a forbidden action.");
    }
  }

  void stream_facts(const Dictionary& dictionary) {
    expect(dictionary.find("F") == nullptr && dictionary.find("FFilter") == nullptr, "6.1.7.1",
           "流数据在文件之外。", "A stream's data lie outside the file.");
    const Value* const filter = document_.resolve(dictionary.find("Filter"));
    static constexpr std::array kKnown = {"FlateDecode", "DCTDecode", "CCITTFaxDecode",
                                          "JBIG2Decode"};
    const bool known = filter == nullptr || std::ranges::any_of(kKnown, [&](const char* name) {
                         return filter->is_name(name);
                       });
    expect(known, "6.1.7.2", "流使用了不允许或未知的压缩。",
           "A stream is packed in a way that is not allowed or not known.");
  }

  void image(const Dictionary& image) {
    expect(image.find("Alternates") == nullptr && image.find("OPI") == nullptr &&
               !is_true(image.find("Interpolate")),
           "6.2.8", "图像含禁止的项。", "An image has an entry that is forbidden.");
    expect(image.find("SMask") == nullptr && image.find("Mask") == nullptr, "6.2.10",
           "图像含透明。", "An image is transparent.");
  }

  void font(const Dictionary& font) {
    if (is_name(font.find("Subtype"), "Type0")) {
      const Object* const map = stream(font.find("ToUnicode"));
      expect(map != nullptr, "6.2.11.7.2", "字体没有 ToUnicode。", "A font has no ToUnicode map.");
      if (map != nullptr) expect_unicode(pdf::decoded_stream(*map));
      return;
    }
    const Dictionary* const descriptor = document_.dictionary(font.find("FontDescriptor"));
    const bool embedded =
        descriptor != nullptr && (stream(descriptor->find("FontFile2")) != nullptr ||
                                  stream(descriptor->find("FontFile3")) != nullptr ||
                                  stream(descriptor->find("FontFile")) != nullptr);
    expect(embedded, "6.2.11.4.1", "字体没有嵌入。", "A font is not embedded.");
    if (is_name(font.find("Subtype"), "CIDFontType2"))
      expect(is_name(font.find("CIDToGIDMap"), "Identity") ||
                 stream(font.find("CIDToGIDMap")) != nullptr,
             "6.2.11.3.2", "字体没有 CIDToGIDMap。", "A font has no CIDToGIDMap.");
  }

  /// Targets of the map: U+0000, U+FEFF and U+FFFE mean nothing, a range would reach them unseen.
  void expect_unicode(const std::string& map) {
    const bool forbidden =
        map.find(" <0000>\n") != std::string::npos || map.find(" <FEFF>\n") != std::string::npos ||
        map.find(" <FFFE>\n") != std::string::npos || map.find("beginbfrange") != std::string::npos;
    expect(!forbidden, "6.2.11.7.2", "ToUnicode 含无意义的值。",
           "The ToUnicode map has values that mean nothing.");
  }

  void catalog() {
    const Dictionary& catalog = document_.catalog();
    for (const char* const key :
         {"OpenAction", "AA", "OCProperties", "Requirements", "AlternatePresentations"})
      expect(catalog.find(key) == nullptr, "6.5.2", "文档目录含禁止的项。",
             "The catalog has an entry that is forbidden.");
  }

  void metadata() {
    const Object* const packet = stream(document_.catalog().find("Metadata"));
    expect(packet != nullptr, "6.6.2.1", "没有 XMP 元数据。", "There are no XMP metadata.");
    if (packet == nullptr) return;
    const std::string xmp = pdf::decoded_stream(*packet);
    const auto says = [&](std::string_view text) { return xmp.find(text) != std::string::npos; };
    expect(
        says("<pdfaid:part>2</pdfaid:part>") && says("<pdfaid:conformance>U</pdfaid:conformance>"),
        "6.6.4", "XMP 没有声明 PDF/A-2u。", "The XMP does not claim PDF/A-2u.");
    const Dictionary* const information = document_.dictionary(document_.trailer().find("Info"));
    if (information == nullptr) return;
    for (const char* const key : {"Title", "Author", "Producer"}) {
      const Value* const value = document_.resolve(information->find(key));
      const pdf::String* const text = value != nullptr ? value->as<pdf::String>() : nullptr;
      expect(text == nullptr || says(">" + pipeline::xml_escaped(pdf::text_of(*text)) + "</"),
             "6.6.3", "文档信息与 XMP 不一致。", "/Info and XMP differ.");
    }
    const Value* const made = document_.resolve(information->find("CreationDate"));
    const pdf::String* const date = made != nullptr ? made->as<pdf::String>() : nullptr;
    const auto time = date != nullptr ? time_of_pdf_date(date->bytes) : std::nullopt;
    expect(date == nullptr || (time && says("<xmp:CreateDate>" + pipeline::rfc3339(*time) + "</")),
           "6.6.3", "文档信息与 XMP 的日期不一致。", "The dates in /Info and XMP differ.");
  }

  void output_intent() {
    const Array* const intents = document_.array(document_.catalog().find("OutputIntents"));
    const Dictionary* const intent = intents != nullptr && intents->size() == 1
                                         ? document_.dictionary(&intents->front())
                                         : nullptr;
    const Object* const profile = intent != nullptr && is_name(intent->find("S"), "GTS_PDFA1")
                                      ? stream(intent->find("DestOutputProfile"))
                                      : nullptr;
    const bool good = profile != nullptr && pdf::decoded_stream(*profile).substr(36, 4) == "acsp";
    expect(good, "6.2.3", "没有嵌入色彩输出意图。",
           "There is no output intent with an embedded profile.");
  }

  void pages() {
    for (const std::uint32_t number : document_.pages()) {
      const Dictionary& page = *document_.object(number)->value.as<Dictionary>();
      const Array* const annotations = document_.array(page.find("Annots"));
      for (std::size_t i = 0; annotations != nullptr && i < annotations->size(); ++i)
        if (const Dictionary* const annotation = document_.dictionary(&(*annotations)[i]))
          this->annotation(*annotation);
    }
  }

  void annotation(const Dictionary& annotation) {
    expect(is_name(annotation.find("Subtype"), "Widget"), "6.3.1", "页面上有签名以外的批注。",
           "There is an annotation that is no signature's.");
    const Value* const value = document_.resolve(annotation.find("F"));
    const std::int64_t* const flags = value != nullptr ? value->as<std::int64_t>() : nullptr;
    constexpr std::int64_t kInvisible = 1, kHidden = 2, kPrint = 4, kNoView = 32, kToggle = 256;
    const bool shown = flags != nullptr && (*flags & kPrint) != 0 &&
                       (*flags & (kInvisible | kHidden | kNoView | kToggle)) == 0;
    expect(shown, "6.3.2", "批注标志不合规。", "An annotation's flags are not in order.");
    const Dictionary* const appearances = document_.dictionary(annotation.find("AP"));
    const bool only_normal = appearances != nullptr && appearances->entries.size() == 1 &&
                             stream(appearances->find("N")) != nullptr;
    expect(only_normal, "6.3.3", "批注没有外观。", "An annotation has no appearance.");
  }

  void form() {
    const Dictionary* const form = document_.dictionary(document_.catalog().find("AcroForm"));
    if (form == nullptr) return;
    expect(!is_true(form->find("NeedAppearances")), "6.4.1", "表单要求重建外观。",
           "The form wants its appearances made anew.");
    expect(form->find("XFA") == nullptr, "6.4.2", "含 XFA 表单。", "There is an XFA form.");
  }

  void signatures() {
    for (const pdf::SignatureField& field : pdf::signature_fields(document_)) {
      const Dictionary* const signature =
          field.signature != nullptr ? field.signature->as<Dictionary>() : nullptr;
      if (signature == nullptr) continue;
      expect(std::holds_alternative<Coverage>(coverage_of(document_.bytes(), *signature)), "6.4.3",
             "签名没有覆盖整个版本。", "A signature does not cover its whole revision.");
    }
  }

  const Document& document_;
  std::vector<PdfaProblem> problems_;
};

}  // namespace

std::vector<PdfaProblem> pdfa_problems(const std::filesystem::path& pdf) {
  const MappedFile file(pdf);
  try {
    const Document document(file.bytes());
    return Examination(document).run();
  } catch (const pdf::Malformed& malformed) {
    return {{"6.1",
             {std::string("PDF 结构不合规：") + malformed.what(),
              std::string("The structure is not in order: ") + malformed.what()}}};
  }
}

void check_archivable(const std::filesystem::path& copy) {
  const std::vector<PdfaProblem> problems = pdfa_problems(copy);
  if (problems.empty()) return;
  const PdfaProblem& first = problems.front();
  throw pipeline::Error(pipeline::Remedy::report_bug,
                        {"存档件不符合 PDF/A-2u（" + first.clause + "）：" + first.what.zh,
                         "The copy is no PDF/A-2u (" + first.clause + "): " + first.what.en},
                        {"请把此信息交给开发人员。", "Please send this message to the developers."},
                        copy);
}

}  // namespace chengnuo::signing
