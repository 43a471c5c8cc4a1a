#pragma once

// Private to the room: libxml2's handles, one word wide.

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlschemas.h>

#include <memory>
#include <string>
#include <string_view>

#include "pipeline/free.h"

namespace chengnuo::publication {

using pipeline::Free;
struct XmlCharFree {
  void operator()(xmlChar* text) const noexcept { xmlFree(text); }
};

using DocPtr = std::unique_ptr<xmlDoc, Free<xmlFreeDoc>>;
using XmlCharPtr = std::unique_ptr<xmlChar, XmlCharFree>;
using SchemaParserPtr = std::unique_ptr<xmlSchemaParserCtxt, Free<xmlSchemaFreeParserCtxt>>;
using SchemaPtr = std::unique_ptr<xmlSchema, Free<xmlSchemaFree>>;
using SchemaValidPtr = std::unique_ptr<xmlSchemaValidCtxt, Free<xmlSchemaFreeValidCtxt>>;

inline const xmlChar* to_xml(const char* text) { return reinterpret_cast<const xmlChar*>(text); }
inline const xmlChar* to_xml(const std::string& text) { return to_xml(text.c_str()); }
inline std::string from_xml(const xmlChar* text) {
  return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text));
}

/// Parses a stranger's XML: no network, no DTD, no entities, no huge trees. Null if ill-formed.
DocPtr parse_strangers_xml(std::string_view bytes);

/// The namespace of all that message.xsd describes.
inline constexpr const char* kNamespace = "urn:chengnuo:publication:1";
/// Gives a new document its root element, in that namespace.
xmlNode* add_root(xmlDoc* document, const char* name);
/// The root, if it has this name; else null, as for no document.
const xmlNode* root_named(const DocPtr& document, const char* name);

std::string attribute(const xmlNode* node, const char* name);
/// The first child element of this name, or null.
const xmlNode* child(const xmlNode* node, const char* name);
std::string content(const xmlNode* node);
std::string serialise(xmlDoc* document);

}  // namespace chengnuo::publication
