#include "templates/xml.h"

#include <libxml/parser.h>

#include "pipeline/error.h"

namespace chengnuo::templates {
namespace {

using pipeline::Error;
using pipeline::Message;
using pipeline::Remedy;

struct XmlStringDeleter {  // xmlFree is a variable, not a function
  void operator()(xmlChar* text) const noexcept { xmlFree(text); }
};
using XmlString = std::unique_ptr<xmlChar, XmlStringDeleter>;
using Parser = std::unique_ptr<xmlParserCtxt, pipeline::Free<xmlFreeParserCtxt>>;

const xmlChar* to_xml(const char* text) { return reinterpret_cast<const xmlChar*>(text); }
std::string_view from_xml(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto from = text.find_first_not_of(kBlank);
  if (from == std::string_view::npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(kBlank) - from + 1));
}

void remember(void* into, xmlErrorPtr complaint) {
  constexpr std::size_t kMost = 100;  // those after it follow from the first
  auto& all = *static_cast<std::vector<XmlComplaint>*>(into);
  if (all.size() < kMost)
    all.push_back({complaint->line, complaint->code,
                   trimmed(complaint->message == nullptr ? "" : complaint->message)});
}

[[noreturn]] void refuse(const std::filesystem::path& file, const XmlComplaint& complaint) {
  const std::string name = file.filename().string();
  const std::string line = std::to_string(complaint.line);
  const auto [what, remedy] = explained(complaint);
  throw Error(Remedy::fix_setup,
              Message{"模板文件 " + name + " 第 " + line + " 行有误：" + what.zh,
                      "Template file " + name + ", line " + line + ": " + what.en},
              Message{remedy.zh + "改正后用 chengnuo template validate 检查。",
                      remedy.en + " Then run chengnuo template validate."},
              file);
}

}  // namespace

XmlDocument parse_xml(const std::filesystem::path& file, std::string_view bytes) {
  constexpr std::size_t kLargest = 8 << 20;  // bytes; the largest template that we know has 60 KB
  if (bytes.size() > kLargest)
    refuse(file, {.line = 1, .code = 0, .text = "the file is larger than 8 MB"});
  const Parser parser(xmlNewParserCtxt());
  std::vector<XmlComplaint> complaints;
  xmlSetStructuredErrorFunc(&complaints, remember);
  XmlDocument document(xmlCtxtReadMemory(parser.get(), bytes.data(), static_cast<int>(bytes.size()),
                                         file.c_str(), nullptr, XML_PARSE_NONET));
  xmlSetStructuredErrorFunc(nullptr, nullptr);
  if (document == nullptr)
    refuse(file, complaints.empty() ? XmlComplaint{.line = 1, .code = 0, .text = "no XML"}
                                    : complaints.front());
  // Entities are defined there, and a few lines of them can stand for gigabytes.
  if (document->intSubset != nullptr) refuse(file, {.line = 1, .code = 0, .text = "DOCTYPE"});
  return document;
}

std::vector<XmlComplaint> complaints_of(const std::filesystem::path& schema_file,
                                        xmlDoc& document) {
  std::vector<XmlComplaint> complaints;
  const SchemaParser parser(xmlSchemaNewParserCtxt(schema_file.c_str()));
  if (parser != nullptr) xmlSchemaSetParserStructuredErrors(parser.get(), remember, &complaints);
  const Schema schema(parser == nullptr ? nullptr : xmlSchemaParse(parser.get()));
  if (schema == nullptr)
    refuse(schema_file, complaints.empty() ? XmlComplaint{} : complaints.front());

  const SchemaCheck check(xmlSchemaNewValidCtxt(schema.get()));
  xmlSchemaSetValidOptions(check.get(), XML_SCHEMA_VAL_VC_I_CREATE);  // fill in the defaults
  xmlSchemaSetValidStructuredErrors(check.get(), remember, &complaints);
  xmlSchemaValidateDoc(check.get(), &document);
  return complaints;
}

void check_against(const std::filesystem::path& schema, const std::filesystem::path& file,
                   xmlDoc& document) {
  const std::vector<XmlComplaint> complaints = complaints_of(schema, document);
  if (!complaints.empty()) refuse(file, complaints.front());
}

const xmlNode* child(const xmlNode& of, std::string_view name) {
  for (const xmlNode* node = of.children; node != nullptr; node = node->next)
    if (node->type == XML_ELEMENT_NODE && from_xml(node->name) == name) return node;
  return nullptr;
}

const xmlNode* next_like(const xmlNode& node) {
  for (const xmlNode* next = node.next; next != nullptr; next = next->next)
    if (next->type == XML_ELEMENT_NODE && from_xml(next->name) == from_xml(node.name)) return next;
  return nullptr;
}

std::string attribute(const xmlNode& node, const char* name) {
  const XmlString value(xmlGetNoNsProp(&node, to_xml(name)));
  return trimmed(from_xml(value.get()));
}

std::string raw_content(const xmlNode& node) {
  const XmlString value(xmlNodeGetContent(&node));
  return std::string(from_xml(value.get()));
}

std::string content(const xmlNode& node) { return trimmed(raw_content(node)); }

}  // namespace chengnuo::templates
