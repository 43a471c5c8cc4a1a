#include "publication/complaint_exchange.h"

#include <algorithm>

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/json.h"
#include "publication/http_post.h"
#include "publication/xml.h"
#include "publication/xml_signature.h"

namespace chengnuo::publication {
namespace {

namespace fs = std::filesystem;
using pipeline::Error;
using pipeline::Remedy;

constexpr auto kGoodFor = std::chrono::minutes(10);

std::string question(pipeline::Time now) {
  const DocPtr document(xmlNewDoc(to_xml("1.0")));
  xmlNode* root = add_root(document.get(), "fetch");
  xmlNewProp(root, to_xml("at"), to_xml(pipeline::rfc3339(now)));
  return serialise(document.get());
}

/// When the question was asked; nothing if it is none.
std::optional<pipeline::Time> time_of_question(const std::string& xml) try {
  const DocPtr document = parse_strangers_xml(xml);
  const xmlNode* root = root_named(document, "fetch");
  if (root == nullptr) return std::nullopt;
  return pipeline::from_rfc3339(attribute(root, "at"));
} catch (const std::exception&) {
  return std::nullopt;
}

/// Beside the address for messages: …/messages → …/complaints.
std::string address_beside(const std::string& url) {
  constexpr std::string_view kMessages = "/messages";
  if (url.ends_with(kMessages)) return url.substr(0, url.size() - kMessages.size()) + "/complaints";
  throw Error(
      Remedy::fix_setup,
      {"公示平台没有可以取投诉的网址。", "The platform has no address to fetch complaints from."},
      {"请在 [publication.platform] 中写以 /messages 结尾的 url；没有网络时用 complaint import。",
       "Write a url that ends in /messages under [publication.platform]; without a network, "
       "use complaint import."});
}

}  // namespace

std::vector<WebComplaint> fetch_complaints(const HttpSettings& settings, const MessageKey& key,
                                           pipeline::Time now) {
  HttpSettings beside = settings;
  beside.url = address_beside(settings.url);
  const auto [status, body] = HttpPost("platform", beside).send(sign_xml(question(now), key));
  const auto list = nlohmann::json::parse(body, nullptr, /*allow_exceptions=*/false);
  if (status != 200 || !list.is_array())
    throw ReceiverFailure(
        Remedy::retry,
        {"公示平台没有给出投诉（HTTP " + std::to_string(status) + "）。",
         "The platform gave no complaints (HTTP " + std::to_string(status) + ")."},
        {"请核对平台地址、本单位证书和本机时间。",
         "Check the platform's address, our certificate and this clock."});
  std::vector<WebComplaint> complaints;
  for (const auto& each : list)
    complaints.push_back(complaint_from_json(each.dump(), settings.url));
  return complaints;
}

FetchAnswer answer_fetch(const std::string& xml, const LetterStore& store,
                         const fs::path& complaints, const TrustAnchors& anchors,
                         pipeline::Time now) {
  const auto asked = time_of_question(xml);
  if (!asked) return {400, {}};
  const XmlVerification verification = verify_xml(xml, anchors);
  if (!verification.valid || *asked + kGoodFor < now || now + kGoodFor < *asked) return {403, {}};
  std::vector<fs::path> files;
  for (const auto& each : fs::directory_iterator(complaints))
    if (each.path().extension() == ".json") files.push_back(each.path());
  std::ranges::sort(files);
  nlohmann::json list = nlohmann::json::array();
  for (const fs::path& file : files) {
    const std::string text = pipeline::read_file(file);
    const auto letter = store.find(complaint_from_json(text, file).message_id);
    if (letter && letter->receipt.signer == verification.signer)
      list.push_back(nlohmann::json::parse(text));
  }
  return {200, pipeline::stored_text(list)};
}

}  // namespace chengnuo::publication
