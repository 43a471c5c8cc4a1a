#include "templates/xml.h"

#include <libxml/parser.h>

#include <array>
#include <optional>

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
using XmlBuffer = std::unique_ptr<xmlBuffer, pipeline::Free<xmlBufferFree>>;
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

/// The first complaint is the one to mend; those after it often follow from it.
struct FirstComplaint {
  std::optional<std::string> text;
  int line = 0;
};

void remember(void* into, xmlErrorPtr complaint) {
  auto& first = *static_cast<FirstComplaint*>(into);
  if (first.text) return;
  first.text = trimmed(complaint->message == nullptr ? "" : complaint->message);
  first.line = complaint->line;
}

[[noreturn]] void refuse(const std::filesystem::path& file, const FirstComplaint& first) {
  const std::string name = file.filename().string();
  const std::string line = std::to_string(first.line);
  const std::string text = first.text.value_or("?");
  throw Error(
      Remedy::fix_setup,
      Message{"模板文件 " + name + " 第 " + line + " 行有误：" + text,
              "Template file " + name + ", line " + line + ": " + text},
      Message{"请对照 docs/templates.md 改正该行，再用 chengnuo template validate 检查。",
              "Correct that line (docs/templates.md), then run chengnuo template validate."},
      file);
}

}  // namespace

XmlDocument parse_xml(const std::filesystem::path& file, std::string_view bytes) {
  const Parser parser(xmlNewParserCtxt());
  FirstComplaint first;
  xmlSetStructuredErrorFunc(&first,
                            [](void* into, xmlErrorPtr complaint) { remember(into, complaint); });
  XmlDocument document(xmlCtxtReadMemory(parser.get(), bytes.data(), static_cast<int>(bytes.size()),
                                         file.c_str(), nullptr, XML_PARSE_NONET));
  xmlSetStructuredErrorFunc(nullptr, nullptr);
  if (document == nullptr) refuse(file, first);
  if (document->intSubset != nullptr) {
    first = {.text = "DOCTYPE", .line = 1};
    refuse(file, first);
  }
  return document;
}

void check_against(const std::filesystem::path& schema_file, const std::filesystem::path& file,
                   xmlDoc& document) {
  FirstComplaint first;
  const SchemaParser parser(xmlSchemaNewParserCtxt(schema_file.c_str()));
  if (parser != nullptr) xmlSchemaSetParserStructuredErrors(parser.get(), remember, &first);
  const Schema schema(parser == nullptr ? nullptr : xmlSchemaParse(parser.get()));
  if (schema == nullptr) refuse(schema_file, first);

  const SchemaCheck check(xmlSchemaNewValidCtxt(schema.get()));
  xmlSchemaSetValidOptions(check.get(), XML_SCHEMA_VAL_VC_I_CREATE);  // fill in the defaults
  xmlSchemaSetValidStructuredErrors(check.get(), remember, &first);
  if (xmlSchemaValidateDoc(check.get(), &document) != 0) refuse(file, first);
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

std::string content(const xmlNode& node) {
  const XmlString value(xmlNodeGetContent(&node));
  return trimmed(from_xml(value.get()));
}

std::string serialised(const xmlNode& node) {
  const XmlBuffer buffer(xmlBufferCreate());
  // A copy carries its namespace declarations along; libxml2 takes the node as not const.
  const XmlDocument holder(xmlNewDoc(to_xml("1.0")));
  xmlNode* copy = xmlDocCopyNode(const_cast<xmlNode*>(&node), holder.get(), 1);
  xmlDocSetRootElement(holder.get(), copy);
  xmlReconciliateNs(holder.get(), copy);
  xmlNodeDump(buffer.get(), holder.get(), copy, 0, 0);
  return std::string(from_xml(xmlBufferContent(buffer.get())));
}

}  // namespace chengnuo::templates
