#pragma once

// Private to this room: libxml2's handles and how we walk a tree.

#include <libxml/tree.h>
#include <libxml/xmlschemas.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "pipeline/free.h"

namespace chengnuo::templates {

using XmlDocument = std::unique_ptr<xmlDoc, pipeline::Free<xmlFreeDoc>>;
using SchemaParser = std::unique_ptr<xmlSchemaParserCtxt, pipeline::Free<xmlSchemaFreeParserCtxt>>;
using Schema = std::unique_ptr<xmlSchema, pipeline::Free<xmlSchemaFree>>;
using SchemaCheck = std::unique_ptr<xmlSchemaValidCtxt, pipeline::Free<xmlSchemaFreeValidCtxt>>;

/// Parses without network, DTD or entity expansion (a template may come from a unit).
/// Throws Error: fix_setup with the line.
XmlDocument parse_xml(const std::filesystem::path& file, std::string_view bytes);

/// Throws Error: fix_setup with the line of the first violation.
void check_against(const std::filesystem::path& schema, const std::filesystem::path& file,
                   xmlDoc& document);

/// The first child element of this name, or null.
const xmlNode* child(const xmlNode& of, std::string_view name);
/// The next sibling element of the same name, or null.
const xmlNode* next_like(const xmlNode& node);
/// The attribute, white space collapsed; empty if absent.
std::string attribute(const xmlNode& node, const char* name);
/// The text content, white space trimmed.
std::string content(const xmlNode& node);
/// The element as XML, with the namespaces it needs.
std::string serialised(const xmlNode& node);

}  // namespace chengnuo::templates
