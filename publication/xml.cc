#include "publication/xml.h"

namespace chengnuo::publication {

DocPtr parse_strangers_xml(std::string_view bytes) {
  constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  DocPtr document(xmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), "message.xml",
                                nullptr, kOptions));
  // A message has no business with a DTD: it is how entities and external files come in.
  if (document && document->intSubset != nullptr) return nullptr;
  return document;
}

xmlNode* add_root(xmlDoc* document, const char* name) {
  xmlNode* root = xmlNewDocNode(document, nullptr, to_xml(name), nullptr);
  xmlDocSetRootElement(document, root);
  xmlSetNs(root, xmlNewNs(root, to_xml(kNamespace), nullptr));
  return root;
}

const xmlNode* root_named(const DocPtr& document, const char* name) {
  const xmlNode* root = document ? xmlDocGetRootElement(document.get()) : nullptr;
  return root != nullptr && xmlStrEqual(root->name, to_xml(name)) ? root : nullptr;
}

std::string attribute(const xmlNode* node, const char* name) {
  const XmlCharPtr value(xmlGetNoNsProp(node, to_xml(name)));
  return from_xml(value.get());
}

const xmlNode* child(const xmlNode* node, const char* name) {
  for (const xmlNode* each = node == nullptr ? nullptr : node->children; each != nullptr;
       each = each->next)
    if (each->type == XML_ELEMENT_NODE && xmlStrEqual(each->name, to_xml(name))) return each;
  return nullptr;
}

std::string content(const xmlNode* node) {
  if (node == nullptr) return {};
  const XmlCharPtr text(xmlNodeGetContent(node));
  return from_xml(text.get());
}

std::string serialise(xmlDoc* document) {
  xmlChar* bytes = nullptr;
  int size = 0;
  // Not indented: white space is inside what is signed.
  xmlDocDumpMemoryEnc(document, &bytes, &size, "UTF-8");
  const XmlCharPtr owner(bytes);
  return bytes == nullptr
             ? std::string()
             : std::string(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

}  // namespace chengnuo::publication
