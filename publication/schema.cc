#include "publication/schema.h"

#include <cstdarg>

#include "pipeline/error.h"
#include "publication/xml.h"

namespace chengnuo::publication {
namespace {

/// libxml2's structured errors, gathered into one sentence.
void gather(void* into, const xmlError* error) {
  auto& complaint = *static_cast<std::string*>(into);
  if (!complaint.empty() || error == nullptr || error->message == nullptr) return;
  complaint = "line " + std::to_string(error->line) + ": " + error->message;
  while (!complaint.empty() && complaint.back() == '\n') complaint.pop_back();
}
void gather_structured(void* into, xmlErrorPtr error) { gather(into, error); }

}  // namespace

struct Schema::State {
  SchemaPtr schema;
};

Schema::Schema(const std::filesystem::path& xsd) : state_(std::make_unique<State>()) {
  std::string complaint;
  const SchemaParserPtr parser(xmlSchemaNewParserCtxt(xsd.c_str()));
  if (parser) {
    xmlSchemaSetParserStructuredErrors(parser.get(), gather_structured, &complaint);
    state_->schema.reset(xmlSchemaParse(parser.get()));
  }
  if (!state_->schema)
    throw pipeline::Error(
        pipeline::Remedy::fix_setup,
        {"报文结构文件无法读取：" + complaint, "The message schema cannot be read: " + complaint},
        {"请重新安装程序的数据文件。", "Install the program's data files again."}, xsd);
}

Schema::~Schema() = default;

std::string Schema::complaint(const std::string& xml) const {
  const DocPtr document = parse_strangers_xml(xml);
  if (!document) return "not well-formed XML";
  std::string found;
  const SchemaValidPtr validator(xmlSchemaNewValidCtxt(state_->schema.get()));
  xmlSchemaSetValidStructuredErrors(validator.get(), gather_structured, &found);
  if (xmlSchemaValidateDoc(validator.get(), document.get()) != 0 && found.empty())
    found = "not valid";
  return found;
}

}  // namespace chengnuo::publication
