#include "web_house.h"

#include "pipeline/digest.h"

namespace chengnuo::console {
namespace {

Config configured(const TemporaryHome& home, const std::string& lines) {
  home.configure("console", "listen = \"127.0.0.1:0\"\n" + lines);
  Config config = read_config(home.path());
  config.units.push_back(config.units.front());
  config.units.back().id = "unit2";
  config.units.back().name = "第二单位";
  return config;
}

pipeline::Document letter() {
  pipeline::Document letter;
  letter.kind = pipeline::DocumentKind::letter;
  letter.template_id = "letter";
  letter.pages = {1};
  pipeline::Field name;
  name.raw = name.value = "广西长城精密仪器有限公司";
  name.confidence = 0.999;
  name.page = 1;
  name.box = {10, 10, 300, 30};
  name.state = pipeline::FieldState::ok;
  letter.fields["enterprise_name"] = name;
  pipeline::Field representative = name;
  representative.raw = "孙文舂";
  representative.value.clear();
  representative.confidence = 0.6;
  representative.state = pipeline::FieldState::unreadable;
  representative.advice = {"请对照原件核对。", "Compare it with the paper."};
  representative.candidates = {{"ppocr", "孙文春", 0.6}, {"tesseract", "孙文舂", 0.5}};
  letter.fields["legal_representative"] = representative;
  pipeline::Requirement law;
  law.verdict = pipeline::Verdict::met;
  law.evidence = {{"遵守法律法规。", 1, {10, 60, 300, 30}}};
  letter.requirements["law"] = law;
  return letter;
}

}  // namespace

WebHouse::WebHouse(const std::string& lines)
    : config(configured(home, lines)),
      data(find_data_files()),
      database(config.database),
      machinery(config, data, database),
      reg(database),
      intake(reg, machinery.work, first_stage()),
      log(pipeline::Language::english, LogLevel::error),
      server(config, data, database, machinery, intake, log),
      serving_([this](std::stop_token stop) { server.run(stop); }) {}

std::string WebHouse::held_letter(const std::string& unit, const std::string& batch) {
  pipeline::Drop drop;
  drop.sha256 = pipeline::sha256_hex(std::to_string(++number_));
  drop.name = "扫描" + std::to_string(number_) + ".pdf";
  drop.size = 1;
  const auto received = reg.receive(drop, unit, batch, first_stage());
  pipeline::Decision made;
  made.who = "test";
  made.action = "prepare";
  reg.decide(received.submission, made, [&](pipeline::Submission& submission) {
    submission.pages = {{drop.sha256, 1}};
    submission.documents = {letter()};
    submission.enterprise = "广西长城精密仪器有限公司";
    submission.state = pipeline::State::held;
    submission.stage = "decide";
    pipeline::Hold hold;
    hold.stage = "decide";
    hold.reason = {"“法定代表人”未能确认。", "The legal representative is not certain."};
    hold.page = 1;
    submission.holds = {hold};
  });
  return received.submission;
}

Visitor::Visitor(const WebHouse& house)
    : headers({{"Accept-Language", "en"}}),
      client_(house.server.address().substr(0, house.server.address().find("/", 8))) {
  client_.set_keep_alive(true);
  client_.set_tcp_nodelay(true);
}

Answer Visitor::keep(const httplib::Result& result) {
  Answer answer;
  if (!result) return answer;
  answer.status = result->status;
  answer.text = result->body;
  answer.headers = result->headers;
  answer.body = nlohmann::json::parse(result->body, nullptr, false);
  if (const auto cookie = result->get_header_value("Set-Cookie"); !cookie.empty()) {
    headers.erase("Cookie");
    headers.emplace("Cookie", cookie.substr(0, cookie.find(';')));
  }
  if (answer.body.is_object() && answer.body.contains("csrf")) {
    headers.erase("X-CSRF-Token");
    headers.emplace("X-CSRF-Token", answer.body.at("csrf"));
  }
  return answer;
}

Answer Visitor::call(const std::string& method, const std::string& path,
                     const nlohmann::json& body) {
  httplib::Request request;
  request.method = method;
  request.path = path;
  request.headers = headers;
  if (method != "GET") {
    request.body = body.is_null() ? "" : body.dump();
    request.headers.emplace("Content-Type", "application/json");
  }
  return keep(client_.send(request));
}

Answer Visitor::patch(const std::string& path, const std::string& bytes) {
  return keep(client_.Patch(path, headers, bytes, "application/octet-stream"));
}

Answer Visitor::log_in(const std::string& name, const std::string& password) {
  return post("/api/session", {{"name", name}, {"password", password}});
}

Visitor visitor(WebHouse& house, const std::string& name, const std::set<Role>& roles,
                const std::string& unit) {
  Person person;
  person.name = name;
  person.full_name = name;
  person.roles = roles;
  person.unit = unit;
  house.machinery.people.add(person, Visitor::kPassword, "test");
  Visitor visitor(house);
  visitor.log_in(name);
  return visitor;
}

}  // namespace chengnuo::console
