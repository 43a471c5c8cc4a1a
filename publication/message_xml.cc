#include <cstdlib>

#include "publication/message.h"
#include "publication/xml.h"

namespace chengnuo::publication {
namespace {

xmlNode* add(xmlNode* parent, const char* name, const std::string& text) {
  // xmlNewTextChild escapes; xmlNewChild would not.
  return xmlNewTextChild(parent, parent->ns, to_xml(name), text.empty() ? nullptr : to_xml(text));
}

void add_if(xmlNode* parent, const char* name, const std::string& text) {
  if (!text.empty()) add(parent, name, text);
}

void set(xmlNode* node, const char* name, const std::string& value) {
  xmlNewProp(node, to_xml(name), to_xml(value));
}

void add_enterprise(xmlNode* message_node, const OutMessage& message) {
  xmlNode* enterprise = add(message_node, "enterprise", {});
  add(enterprise, "name", message.enterprise);
  add_if(enterprise, "code", message.code);
  add_if(enterprise, "legalRepresentative", message.legal_representative);
  add_if(enterprise, "address", message.address);
  add_if(enterprise, "industry", message.industry);
  add_if(enterprise, "mainProducts", message.main_products);
  for (const auto& [field, value] : message.facts)
    set(add(enterprise, "fact", value), "field", field);
}

void add_commitment(xmlNode* message_node, const OutMessage& message) {
  xmlNode* commitment = add(message_node, "commitment", {});
  add(commitment, "activity", message.activity);
  add(commitment, "archiveCode", message.archive_code);
  add_if(commitment, "signedOn", message.signed_on);
  for (const auto& [holder, sha256] : message.copies) {
    xmlNode* copy = add(commitment, "copy", {});
    set(copy, "holder", holder);
    set(copy, "sha256", sha256);
  }
  if (message.publicity_days > 0) {
    xmlNode* publicity = add(commitment, "publicity", {});
    set(publicity, "workingDays", std::to_string(message.publicity_days));
  }
  if (message.paragraphs.empty()) return;
  xmlNode* text = add(commitment, "text", {});
  set(text, "read", message.read_by_person ? "person" : "certain");
  set(text, "sha256", text_digest(message.paragraphs));
  for (const std::string& paragraph : message.paragraphs) add(text, "p", paragraph);
}

void add_notice(xmlNode* message_node, const Notice& notice) {
  xmlNode* node = add(message_node, "notice", {});
  set(node, "about", notice.about);
  set(node, "on", notice.on);
  if (!notice.sha256.empty()) set(node, "sha256", notice.sha256);
  add_if(node, "number", notice.number);
  add(node, "reason", notice.reason);
}

std::optional<Notice> notice_in(const xmlNode* node) {
  if (node == nullptr) return std::nullopt;
  return Notice{attribute(node, "about"), content(child(node, "number")), attribute(node, "on"),
                content(child(node, "reason")), attribute(node, "sha256")};
}

}  // namespace

std::string to_xml_text(const OutMessage& message) {
  const DocPtr document(xmlNewDoc(to_xml("1.0")));
  xmlNode* root = add_root(document.get(), "message");
  set(root, "id", message.id);
  if (!message.after.empty()) set(root, "after", message.after);
  set(root, "kind", std::string(name_of(message.kind)));
  set(root, "created", message.created);
  add(root, "unit", message.unit);
  add_if(root, "batch", message.batch);
  add_enterprise(root, message);
  add_commitment(root, message);
  if (message.notice) add_notice(root, *message.notice);
  return serialise(document.get());
}

std::optional<OutMessage> parse_message(const std::string& xml) {
  const DocPtr document = parse_strangers_xml(xml);
  const xmlNode* root = root_named(document, "message");
  if (root == nullptr) return std::nullopt;
  const xmlNode* enterprise = child(root, "enterprise");
  const xmlNode* commitment = child(root, "commitment");

  OutMessage message;
  message.id = attribute(root, "id");
  message.after = attribute(root, "after");
  const auto kind = kind_named(attribute(root, "kind"));
  if (!kind) return std::nullopt;
  message.kind = *kind;
  message.created = attribute(root, "created");
  message.unit = content(child(root, "unit"));
  message.batch = content(child(root, "batch"));
  message.enterprise = content(child(enterprise, "name"));
  message.code = content(child(enterprise, "code"));
  message.legal_representative = content(child(enterprise, "legalRepresentative"));
  message.address = content(child(enterprise, "address"));
  message.industry = content(child(enterprise, "industry"));
  message.main_products = content(child(enterprise, "mainProducts"));
  message.activity = content(child(commitment, "activity"));
  message.archive_code = content(child(commitment, "archiveCode"));
  message.signed_on = content(child(commitment, "signedOn"));
  for (const xmlNode* each = commitment ? commitment->children : nullptr; each; each = each->next)
    if (xmlStrEqual(each->name, to_xml("copy")))
      message.copies.emplace_back(attribute(each, "holder"), attribute(each, "sha256"));
  for (const xmlNode* each = enterprise ? enterprise->children : nullptr; each; each = each->next)
    if (xmlStrEqual(each->name, to_xml("fact")))
      message.facts.emplace_back(attribute(each, "field"), content(each));
  message.notice = notice_in(child(root, "notice"));
  if (const xmlNode* publicity = child(commitment, "publicity"))
    message.publicity_days = std::atoi(attribute(publicity, "workingDays").c_str());
  if (const xmlNode* text = child(commitment, "text")) {
    message.read_by_person = attribute(text, "read") == "person";
    for (const xmlNode* each = text->children; each; each = each->next)
      if (xmlStrEqual(each->name, to_xml("p"))) message.paragraphs.push_back(content(each));
  }
  return message;
}

std::string to_xml_text(const ReceiptText& receipt) {
  const DocPtr document(xmlNewDoc(to_xml("1.0")));
  xmlNode* root = add_root(document.get(), "receipt");
  set(root, "message", receipt.message_id);
  set(root, "status", receipt.accepted ? "accepted" : "refused");
  if (!receipt.number.empty()) set(root, "number", receipt.number);
  set(root, "at", receipt.at);
  if (!receipt.url.empty()) set(root, "url", receipt.url);
  if (!receipt.signer.empty()) set(root, "signer", receipt.signer);
  if (!receipt.needs.empty()) set(root, "needs", receipt.needs);
  add_if(root, "reason", receipt.reason);
  return serialise(document.get());
}

std::optional<ReceiptText> parse_receipt(const std::string& xml) {
  const DocPtr document = parse_strangers_xml(xml);
  const xmlNode* root = root_named(document, "receipt");
  if (root == nullptr) return std::nullopt;
  ReceiptText receipt;
  receipt.message_id = attribute(root, "message");
  receipt.accepted = attribute(root, "status") == "accepted";
  receipt.number = attribute(root, "number");
  receipt.at = attribute(root, "at");
  receipt.url = attribute(root, "url");
  receipt.signer = attribute(root, "signer");
  receipt.needs = attribute(root, "needs");
  receipt.reason = content(child(root, "reason"));
  if (receipt.message_id.empty() || receipt.at.empty()) return std::nullopt;
  if (receipt.accepted && receipt.number.empty()) return std::nullopt;
  return receipt;
}

}  // namespace chengnuo::publication
