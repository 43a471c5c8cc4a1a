#pragma once

// Private to this room: libxml2's handles and how we walk a tree.

#include <libxml/tree.h>
#include <libxml/xmlschemas.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/free.h"
#include "pipeline/message.h"

namespace chengnuo::templates {

using XmlDocument = std::unique_ptr<xmlDoc, pipeline::Free<xmlFreeDoc>>;
using SchemaParser = std::unique_ptr<xmlSchemaParserCtxt, pipeline::Free<xmlSchemaFreeParserCtxt>>;
using Schema = std::unique_ptr<xmlSchema, pipeline::Free<xmlSchemaFree>>;
using SchemaCheck = std::unique_ptr<xmlSchemaValidCtxt, pipeline::Free<xmlSchemaFreeValidCtxt>>;

/// Parses without network, DTD or entity expansion (a template may come from a unit).
/// Throws Error: fix_setup with the line.
XmlDocument parse_xml(const std::filesystem::path& file, std::string_view bytes);

/// What the parser or the schema has against a place of a file.
struct XmlComplaint {
  int line = 0;
  int code = 0;      ///< libxml2's
  std::string text;  ///< libxml2's, in English
};

/// Everything that the schema has against the document, in order of lines. Fills in the defaults.
/// Throws Error: fix_setup if the schema itself cannot be read.
std::vector<XmlComplaint> complaints_of(const std::filesystem::path& schema, xmlDoc& document);

/// Throws Error: fix_setup with the line of the first violation.
void check_against(const std::filesystem::path& schema, const std::filesystem::path& file,
                   xmlDoc& document);

/// The complaint in words that an administrator understands, with what to do.
struct Explained {
  pipeline::Message what;
  pipeline::Message remedy;
};
Explained explained(const XmlComplaint& complaint);

/// The first child element of this name, or null.
const xmlNode* child(const xmlNode& of, std::string_view name);
/// The next sibling element of the same name, or null.
const xmlNode* next_like(const xmlNode& node);
/// The attribute, white space collapsed; empty if absent.
std::string attribute(const xmlNode& node, const char* name);
/// The text content, white space trimmed.
std::string content(const xmlNode& node);
/// The same with its white space, so that its lines can be counted.
std::string raw_content(const xmlNode& node);

}  // namespace chengnuo::templates
