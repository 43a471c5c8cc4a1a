#include "signing/xmp.h"

#include "pipeline/json.h"
#include "pipeline/text.h"

namespace chengnuo::signing {
namespace {

using pipeline::xml_escaped;

constexpr const char* kNamespace = "urn:chengnuo:copy:1#";  // stored in every copy: do not change

std::string element(const std::string& name, const std::string& text) {
  return "   <" + name + ">" + xml_escaped(text) + "</" + name + ">\n";
}

std::string list(const std::string& name, const std::string& kind, const std::string& item) {
  const std::string language = kind == "Alt" ? " xml:lang=\"x-default\"" : "";
  return "   <" + name + "><rdf:" + kind + "><rdf:li" + language + ">" + xml_escaped(item) +
         "</rdf:li></rdf:" + kind + "></" + name + ">\n";
}

std::string property(const std::string& name, const std::string& meaning) {
  return "       <rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>" + name +
         "</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>"
         "<pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>" +
         meaning + "</pdfaProperty:description></rdf:li>\n";
}

/// Describes our own properties (ISO 19005-2, 6.6.2.3.3).
std::string extension_schema() {
  return std::string(
             "   <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
             "     <pdfaSchema:schema>Copy of a commitment letter</pdfaSchema:schema>\n"
             "     <pdfaSchema:namespaceURI>") +
         kNamespace +
         "</pdfaSchema:namespaceURI>\n"
         "     <pdfaSchema:prefix>copy</pdfaSchema:prefix>\n"
         "     <pdfaSchema:property><rdf:Seq>\n" +
         property("holder", "Who keeps this copy: unit or enterprise") +
         property("label", "The same in words") +
         property("contentDigest", "SHA-256 of the content that both copies share") +
         "     </rdf:Seq></pdfaSchema:property>\n"
         "   </rdf:li></rdf:Bag></pdfaExtension:schemas>\n";
}

/// A UUID of version 8 (RFC 9562) from the digest, so that the same content has the same id.
std::string uuid(const std::string& digest) {
  std::string hex = digest;
  hex.resize(32, '0');
  hex[12] = '8';
  hex[16] = '8';
  return "uuid:" + hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' +
         hex.substr(16, 4) + '-' + hex.substr(20, 12);
}

}  // namespace

std::string xmp_packet(const CopyMetadata& metadata) {
  const std::string time = pipeline::rfc3339(metadata.created);
  const bool for_unit = metadata.holder == pipeline::Holder::unit;
  return std::string(
             "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
             "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
             " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
             "  <rdf:Description rdf:about=\"\"\n"
             "    xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
             "    xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
             "    xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
             "    xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
             "    xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\"\n"
             "    xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n"
             "    xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n"
             "    xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\"\n"
             "    xmlns:copy=\"") +
         kNamespace + "\">\n" + element("pdfaid:part", "2") + element("pdfaid:conformance", "U") +
         list("dc:title", "Alt", metadata.title) + list("dc:creator", "Seq", metadata.enterprise) +
         list("dc:publisher", "Bag", metadata.unit) + element("pdf:Producer", kProducer) +
         element("xmp:CreateDate", time) + element("xmp:ModifyDate", time) +
         element("xmpMM:DocumentID", uuid(metadata.content_digest)) +
         element("copy:holder", std::string(pipeline::name_of(metadata.holder))) +
         element("copy:label", for_unit ? "组织单位存" : "企业存") +
         element("copy:contentDigest", metadata.content_digest) + extension_schema() +
         "  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>";
}

}  // namespace chengnuo::signing
