#include "archive/four_properties.h"

#include <algorithm>
#include <array>
#include <utility>

#include "archive/media_type.h"
#include "archive/record_log.h"
#include "archive/retrieve.h"
#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/json.h"

namespace chengnuo::archive {

using pipeline::Message;

namespace {

constexpr int kLeastDpi = 200;          // DA/T 31-2017, 7.2
constexpr std::size_t kLongest = 1000;  // bytes of a metadata value

constexpr std::array kRequired{"立档单位名称", "档号", "全宗号", "门类", "年度",
                               "保管期限",     "题名", "责任者", "页数", "电子文件号"};

Message about(const RecordObject& object, const Message& what) {
  return {object.name + "：" + what.zh, object.name + ": " + what.en};
}

/// Does a PDF's bytes hold this name, and not only the beginning of a longer one?
bool has_name(std::string_view pdf, std::string_view name) {
  for (auto at = pdf.find(name); at != std::string_view::npos; at = pdf.find(name, at + 1)) {
    const std::string_view rest = pdf.substr(at + name.size());
    if (rest.empty() || rest.substr(0, 1).find_first_of(" \t\r\n/<>([])") == 0) return true;
  }
  return false;
}

bool is_program(std::string_view bytes) {
  return bytes.starts_with(
             "\x7F"
             "ELF") ||
         bytes.starts_with("MZ") || bytes.starts_with("#!");
}

std::optional<Message> unsafe(const RecordObject& object, std::string_view bytes) {
  if (is_program(bytes)) return Message{"是可执行程序", "it is a program"};
  if (object.media_type != "application/pdf") return {};
  // Every script is an action of this kind; "/JS" alone also turns up in the bytes of images.
  if (has_name(bytes, "/JavaScript")) return Message{"PDF 中有脚本", "the PDF holds a script"};
  if (has_name(bytes, "/Launch")) return Message{"PDF 会启动程序", "the PDF starts a program"};
  return {};
}

class Examination {
 public:
  Examination(const ObjectStore& store, const Record& record, const OutsideChecks& outside)
      : store_(store), record_(record), outside_(outside) {}

  std::vector<PropertyItem> run() {
    using enum Property;
    const auto item = [this](Property property, const char* code, Message name) {
      items_.push_back({property, code, std::move(name), Result::passed, {}});
    };
    item(authentic, "Z1", {"文件摘要与记录一致", "every file has its recorded digests"});
    item(authentic, "Z2", {"签名副本的签名有效", "both copies' signatures are valid"});
    item(authentic, "Z3", {"元数据齐全、合规", "metadata are there and well-formed"});
    item(authentic, "Z4", {"记录已列入档案日志", "the record is in the archive's log"});
    item(complete, "W1", {"收件、两份副本和文字齐全", "drops, both copies and texts are there"});
    item(complete, "W2", {"页数与登记一致", "as many pages as were recorded"});
    item(usable, "K1", {"文件能打开，格式与登记一致", "files open as the format that they claim"});
    item(usable, "K2", {"图像分辨率符合 DA/T 31", "images have the resolution of DA/T 31"});
    item(safe, "A1", {"没有程序、脚本", "no programs, no scripts"});
    item(safe, "A2", {"没有加密", "nothing is encrypted"});
    check_metadata();
    check_leaf();
    check_roles();
    for (const RecordObject& object : record_.objects) check_object(object);
    return std::move(items_);
  }

 private:
  /// The first reason stays.
  void fail(std::string_view code, Message why) {
    const auto item = std::ranges::find(items_, code, &PropertyItem::code);
    if (item->result == Result::failed) return;
    item->result = Result::failed;
    item->memo = std::move(why);
  }
  void does_not_apply(std::string_view code) {
    std::ranges::find(items_, code, &PropertyItem::code)->result = Result::not_applicable;
  }

  void check_metadata() {
    for (const char* name : kRequired) {
      if (metadata_value(record_, name).empty())
        fail("Z3", {std::string("缺少") + name, std::string("lacks ") + name});
    }
    if (metadata_value(record_, "档号") != record_.code)
      fail("Z3", {"元数据中的档号不是本件的", "the archive code is another record's"});
    for (const MetadataItem& item : record_.metadata) {
      const bool control = std::ranges::any_of(
          item.value, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
      if (control || item.value.size() > kLongest)
        fail("Z3", {item.name + "含有控制字符或过长",
                    item.name + " holds control characters or is too long"});
    }
  }

  void check_leaf() {
    if (!outside_.logged) return does_not_apply("Z4");
    const std::string sha256 = pipeline::sha256_hex(record_text(record_));
    if (!outside_.logged(record_leaf(sha256, record_.code, record_.version)))
      fail("Z4", {"日志中没有这份记录", "the log lacks this record"});
  }

  void check_roles() {
    for (const char* role : {kDropRole, kUnitCopyRole, kEnterpriseCopyRole, kPageTextRole}) {
      if (objects_of(record_, role).empty())
        fail("W1", {std::string("缺少 ") + role, std::string("lacks ") + role});
    }
    if (metadata_value(record_, "页数") != std::to_string(record_.submission.pages.size()))
      fail("W2", {"登记的页数与实际页数不同", "the recorded number of pages is another"});
  }

  void check_object(const RecordObject& object) {
    std::string bytes;
    try {
      bytes = store_.read(object.bytes.sha256);
    } catch (const pipeline::Error& error) {
      fail("Z1", about(object, error.message()));
      return fail("W1", about(object, error.message()));
    }
    pipeline::Digest sm3(pipeline::Digest::Algorithm::sm3);
    sm3.add(bytes);
    if (sm3.hex() != object.bytes.sm3)
      fail("Z1", about(object, {"SM3 摘要不符", "another SM3 digest"}));
    check_format(object, bytes);
    if (object.width != 0 && object.dpi != 0 && object.dpi < kLeastDpi)
      fail("K2", about(object,
                       {std::to_string(object.dpi) + " dpi", std::to_string(object.dpi) + " dpi"}));
    if (auto why = unsafe(object, bytes)) fail("A1", about(object, *why));
    const bool pdf = object.media_type == "application/pdf";
    if (pdf && has_name(bytes, "/Encrypt"))
      fail("A2", about(object, {"PDF 已加密", "the PDF is encrypted"}));
    if (object.role == kUnitCopyRole || object.role == kEnterpriseCopyRole) check_copy(object);
  }

  void check_format(const RecordObject& object, const std::string& bytes) {
    const bool known =
        object.media_type.starts_with("image/") || object.media_type == "application/pdf";
    if (!known) return;
    if (media_type_of_bytes(bytes) != object.media_type)
      fail("K1", about(object, {"不是 " + object.media_type, "it is no " + object.media_type}));
  }

  void check_copy(const RecordObject& object) {
    if (!outside_.signature) return does_not_apply("Z2");
    const auto whole = store_.whole_copy(object.bytes.sha256);
    if (!whole) return;  // Z1 says so
    if (auto why = outside_.signature(*whole)) fail("Z2", about(object, *why));
  }

  const ObjectStore& store_;
  const Record& record_;
  const OutsideChecks& outside_;
  std::vector<PropertyItem> items_;
};

}  // namespace

std::vector<PropertyItem> examine(const ObjectStore& store, const Record& record,
                                  const OutsideChecks& outside) {
  return Examination(store, record, outside).run();
}

}  // namespace chengnuo::archive
