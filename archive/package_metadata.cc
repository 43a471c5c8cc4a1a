#include "archive/package_metadata.h"

#include <libxml/xmlreader.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlwriter.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "archive/package_schema.h"
#include "pipeline/error.h"
#include "pipeline/free.h"
#include "pipeline/json.h"

namespace chengnuo::archive {

using pipeline::Free;
using WriterPtr = std::unique_ptr<xmlTextWriter, Free<xmlFreeTextWriter>>;
using ReaderPtr = std::unique_ptr<xmlTextReader, Free<xmlFreeTextReader>>;
using SchemaParserPtr = std::unique_ptr<xmlSchemaParserCtxt, Free<xmlSchemaFreeParserCtxt>>;
using SchemaPtr = std::unique_ptr<xmlSchema, Free<xmlSchemaFree>>;

namespace {

constexpr const char* kNamespace = "urn:chengnuo:archive:package:1";

// Metadata items by the group that they stand in; what is in none is a note.
constexpr std::array kCodeItems{"全宗号", "门类", "年度", "保管期限", "保管期满", "机构或问题"};
constexpr std::array kContentItems{"题名", "责任者", "日期", "密级"};
constexpr std::array kSingleItems{"聚合层次", "立档单位名称", "档号", "电子文件号", "页数"};

bool is_note(const std::string& name) {
  const auto is = [&](const char* item) { return name == item; };
  return std::ranges::none_of(kCodeItems, is) && std::ranges::none_of(kContentItems, is) &&
         std::ranges::none_of(kSingleItems, is);
}

/// XML 1.0 has no way to write control characters.
std::string writable(std::string text) {
  std::erase_if(text, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  });
  return text;
}

const xmlChar* to_xml(const char* text) { return reinterpret_cast<const xmlChar*>(text); }

void first_complaint(void* into, xmlErrorPtr error) {
  auto& complaint = *static_cast<std::string*>(into);
  if (!complaint.empty() || error == nullptr || error->message == nullptr) return;
  complaint = "line " + std::to_string(error->line) + ": " + error->message;
  while (complaint.ends_with('\n')) complaint.pop_back();
}

}  // namespace

struct PackageMetadata::State {
  std::filesystem::path file;
  WriterPtr writer;

  void require(int written) const {
    if (written >= 0) return;
    throw pipeline::Error(
        pipeline::Remedy::retry,
        {"移交包的元数据无法写入。", "The package's metadata could not be written."},
        {"请检查目标磁盘的剩余空间。", "Check the free space of the target disk."}, file);
  }
  void begin(const char* element) {
    require(xmlTextWriterStartElement(writer.get(), to_xml(element)));
  }
  void end() { require(xmlTextWriterEndElement(writer.get())); }
  void attribute(const char* name, const std::string& value) {
    require(
        xmlTextWriterWriteAttribute(writer.get(), to_xml(name), to_xml(writable(value).c_str())));
  }
  void text(const char* element, const std::string& value) {
    require(
        xmlTextWriterWriteElement(writer.get(), to_xml(element), to_xml(writable(value).c_str())));
  }
  void digest(const char* algorithm, const std::string& value) {
    begin("摘要");
    attribute("算法", algorithm);
    require(xmlTextWriterWriteString(writer.get(), to_xml(value.c_str())));
    end();
  }

  void descriptions(const Record& record);
  void object(const RecordObject& object);
};

PackageMetadata::PackageMetadata(const std::filesystem::path& file, const HandOver& hand_over,
                                 std::size_t records)
    : state_(std::make_unique<State>()) {
  state_->file = file;
  std::filesystem::create_directories(file.parent_path());
  state_->writer.reset(xmlNewTextWriterFilename(file.c_str(), 0));
  state_->require(state_->writer ? 0 : -1);
  xmlTextWriterSetIndent(state_->writer.get(), 1);
  state_->require(xmlTextWriterStartDocument(state_->writer.get(), nullptr, "UTF-8", nullptr));
  state_->begin("电子档案移交包");
  state_->attribute("xmlns", kNamespace);
  state_->begin("移交信息");
  state_->text("移交单位", hand_over.from);
  if (!hand_over.to.empty()) state_->text("接收单位", hand_over.to);
  state_->text("移交时间", pipeline::rfc3339(hand_over.at));
  state_->text("件数", std::to_string(records));
  state_->end();
}

PackageMetadata::~PackageMetadata() = default;

void PackageMetadata::State::descriptions(const Record& record) {
  const auto item = [&](const char* name) { text(name, metadata_value(record, name)); };
  item("聚合层次");
  begin("来源");
  item("立档单位名称");
  end();
  item("电子文件号");
  begin("档号");
  text("档号值", record.code);
  for (const char* name : kCodeItems) item(name);
  end();
  begin("内容描述");
  for (const char* name : kContentItems) item(name);
  end();
  begin("形式特征");
  item("页数");
  text("版本号", std::to_string(record.version));
  text("归档时间", pipeline::rfc3339(record.at));
  end();
  begin("附注");
  for (const MetadataItem& each : record.metadata) {
    if (!is_note(each.name)) continue;
    begin("项");
    attribute("名称", each.name);
    require(xmlTextWriterWriteString(writer.get(), to_xml(writable(each.value).c_str())));
    end();
  }
  end();
}

void PackageMetadata::State::object(const RecordObject& object) {
  begin("电子文件");
  text("计算机文件名", object.name);
  text("存储位置", "data/" + ObjectStore::relative_path(object.bytes.sha256).string());
  text("计算机文件大小", std::to_string(object.bytes.size));
  text("格式信息", object.media_type);
  text("文件用途", object.role);
  digest("SHA-256", object.bytes.sha256);
  digest("SM3", object.bytes.sm3);
  if (object.page != 0 && object.width != 0) {
    begin("数字化属性");
    text("页号", std::to_string(object.page));
    text("扫描分辨率", std::to_string(object.dpi));
    text("扫描色彩模式", object.colour);
    text("图像宽度", std::to_string(object.width));
    text("图像高度", std::to_string(object.height));
    end();
  }
  end();
}

void PackageMetadata::add(const Record& record) {
  State& out = *state_;
  out.begin("文件实体");
  out.descriptions(record);
  out.begin("文件数据");
  for (const RecordObject& object : record.objects) out.object(object);
  out.end();
  for (const pipeline::Copy& copy : record.submission.copies) {
    out.begin("电子签名");
    out.text("持有者", copy.holder == pipeline::Holder::unit ? "组织单位存" : "企业存");
    out.text("签名级别", copy.level);
    out.digest("SHA-256", copy.sha256);
    out.end();
  }
  for (const pipeline::Decision& decision : record.submission.decisions) {
    out.begin("业务实体");
    out.text("机构人员标识符", decision.who);
    out.text("业务行为", decision.action);
    out.text("行为时间", pipeline::rfc3339(decision.at));
    out.text("行为依据", decision.reason);
    out.end();
  }
  out.end();
}

void PackageMetadata::close() {
  state_->require(xmlTextWriterEndDocument(state_->writer.get()));
  state_->require(xmlTextWriterFlush(state_->writer.get()));
  state_->writer.reset();
}

std::string problem_of_metadata(const std::filesystem::path& file) {
  const std::string_view text = kPackageSchema;
  const SchemaParserPtr parser(
      xmlSchemaNewMemParserCtxt(text.data(), static_cast<int>(text.size())));
  const SchemaPtr schema(parser ? xmlSchemaParse(parser.get()) : nullptr);
  std::string complaint;
  constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  const ReaderPtr reader(xmlReaderForFile(file.c_str(), nullptr, kOptions));
  if (!reader) return "not well-formed XML";
  xmlTextReaderSetStructuredErrorHandler(reader.get(), first_complaint, &complaint);
  if (!schema || xmlTextReaderSetSchema(reader.get(), schema.get()) != 0) return "not valid";
  int read = xmlTextReaderRead(reader.get());
  for (; read == 1; read = xmlTextReaderRead(reader.get())) {
    if (xmlTextReaderNodeType(reader.get()) == XML_READER_TYPE_DOCUMENT_TYPE)
      return "a document type is not allowed";
  }
  const bool valid = read == 0 && xmlTextReaderIsValid(reader.get()) == 1;
  if (!valid && complaint.empty()) complaint = "not valid";
  return complaint;
}

}  // namespace chengnuo::archive
