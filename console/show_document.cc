#include "console/show_document.h"

#include <cmath>

#include "console/words.h"

namespace chengnuo::console {
namespace {

using pipeline::Document;
using pipeline::Message;

Message operator+(const Message& one, const Message& other) {
  return {one.zh + other.zh, one.en + other.en};
}

/// （第 1 页 300,210，95%）
Message place(int page, const pipeline::Box& box) {
  if (page == 0) return {};
  const std::string at =
      box.width == 0 ? "" : " " + std::to_string(box.x) + "," + std::to_string(box.y);
  return {"（第 " + std::to_string(page) + " 页" + at + "）",
          " (page " + std::to_string(page) + at + ")"};
}

void show_fields(const Terminal& terminal, const Document& document, Detail detail) {
  for (const auto& [id, field] : document.fields) {
    if (detail == Detail::brief && field.raw.empty() && field.advice.empty()) continue;
    const Message state = word_for(field.state);
    Message line{"  " + field_word(id).zh + "：" + field.raw + "（" + state.zh + "）",
                 "  " + id + ": " + field.raw + " (" + state.en + ")"};
    if (detail == Detail::whole && !field.raw.empty()) {
      const std::string percent = std::to_string(std::lround(100 * field.confidence)) + "%";
      line = line + Message{" " + percent, " " + percent} + place(field.page, field.box);
    }
    terminal.line(line);
    if (detail == Detail::whole && !field.advice.empty())
      terminal.line({"      " + field.advice.zh, "      " + field.advice.en});
  }
}

void show_requirements(const Terminal& terminal, const Document& document, Detail detail) {
  for (const auto& [id, requirement] : document.requirements) {
    const Message verdict = word_for(requirement.verdict);
    terminal.line(
        {"  " + requirement_word(id).zh + "：" + verdict.zh, "  " + id + ": " + verdict.en});
    if (detail == Detail::brief) continue;
    for (const auto& each : requirement.evidence)
      terminal.line(Message{"      “" + each.text + "”", "      \"" + each.text + "\""} +
                    place(each.page, each.box));
    if (!requirement.advice.empty())
      terminal.line({"      " + requirement.advice.zh, "      " + requirement.advice.en});
  }
}

void show_wording(const Terminal& terminal, const Document& document) {
  for (const auto& piece : document.wording) {
    if (piece.part == pipeline::WordingPart::same) continue;
    const Message word = word_for(piece.part);
    terminal.line(
        Message{"  备案文本" + word.zh + "：“" + piece.approved + "” → “" + piece.read + "”",
                "  registered wording " + word.en + ": \"" + piece.approved + "\" -> \"" +
                    piece.read + "\""} +
        place(piece.page, piece.box));
  }
}

void show_seals_and_signatures(const Terminal& terminal, const Document& document) {
  for (const auto& [page, seal] : document.seals)
    terminal.line(Message{"  检出印章图像：" + seal.text + seal.lower,
                          "  image of a seal: " + seal.text + seal.lower} +
                  place(page, seal.box));
  for (const auto& signature : document.signatures) {
    const bool there = signature.present;
    terminal.line(Message{std::string("  签字处（") + field_word(signature.role).zh + "）：" +
                              (there ? "有笔迹" : "未检出笔迹"),
                          "  signature (" + signature.role + "): " + (there ? "ink" : "no ink")} +
                  place(signature.page, signature.box));
  }
}

}  // namespace

void show_document(const Terminal& terminal, const Document& document, Detail detail) {
  const Message kind = word_for(document.kind);
  terminal.line({"【" + kind.zh + "】", "[" + kind.en + "]"});
  if (detail == Detail::whole && !document.template_id.empty())
    terminal.line(
        {"  模板：" + document.template_id + " 第 " + document.template_version + " 版",
         "  template: " + document.template_id + ", version " + document.template_version});
  show_fields(terminal, document, detail);
  show_requirements(terminal, document, detail);
  if (detail == Detail::whole) {
    show_wording(terminal, document);
    show_seals_and_signatures(terminal, document);
  }
  for (const auto& objection : document.objections)
    terminal.line({"  ● " + objection.reason.zh + " " + objection.advice.zh,
                   "  * " + objection.reason.en + " " + objection.advice.en});
}

}  // namespace chengnuo::console
