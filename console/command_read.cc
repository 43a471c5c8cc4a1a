#include <nlohmann/json.hpp>

#include "console/assembly.h"
#include "console/command.h"
#include "console/door_json.h"
#include "console/file_pages.h"
#include "console/show_document.h"
#include "pipeline/file.h"
#include "templates/check.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using pipeline::Document;
using pipeline::DocumentVerdict;

void read(Context& context, const std::vector<fs::path>& files) {
  const Config config = config_or_defaults(context);
  ocr::ReaderPool readers(reader_settings(config, find_data_files()));
  nlohmann::json all = {{"pages", nlohmann::json::array()}};
  const auto pages_of_files = read_files(readers, files);
  for (std::size_t i = 0; i < files.size(); ++i) {
    nlohmann::json one = read_json(pages_of_files[i], context.terminal.language);
    for (auto& page : one["pages"]) {
      if (files.size() > 1) page["file"] = files[i].string();
      if (!context.terminal.json) context.terminal.line({page["text"], {}});
      all["pages"].push_back(std::move(page));
    }
  }
  if (context.terminal.json) context.terminal.print(all);
}

void check(Context& context, const std::vector<fs::path>& files, bool as_text,
           const std::string& unit) {
  const Config config = config_or_defaults(context);
  const templates::Catalogue templates = catalogue(config, find_data_files());
  std::vector<Document> documents;
  if (as_text) {
    for (const fs::path& file : files)
      documents.push_back(templates::check_text(templates, unit, pipeline::read_file(file)));
  } else {
    ocr::ReaderPool readers(reader_settings(config, find_data_files()));
    for (const auto& pages : read_files(readers, files)) {
      for (Document& document :
           templates::check_pages(templates, unit, pages, check_settings(config)))
        documents.push_back(std::move(document));
    }
  }
  if (context.terminal.json)
    context.terminal.print(check_json(documents, context.terminal.language));
  else
    for (const Document& document : documents)
      show_document(context.terminal, document, Detail::brief);
  for (const Document& document : documents)
    if (document.verdict != DocumentVerdict::accepted) context.exit = kPersonNeeded;
}

}  // namespace

void add_read_commands(CLI::App& app, Context& context) {
  auto files = std::make_shared<std::vector<fs::path>>();
  auto as_text = std::make_shared<bool>(false);
  auto unit = std::make_shared<std::string>();

  CLI::App* reading = app.add_subcommand("read", "识读扫描件 / pages, words and seals of scans");
  reading->add_option("files", *files, "文件 / files")->required()->check(CLI::ExistingFile);
  reading->callback([&context, files] { read(context, *files); });

  CLI::App* checking =
      app.add_subcommand("check", "识读并核查，不入库 / read, sort and check; nothing is stored");
  checking->add_option("files", *files, "文件 / files")->required()->check(CLI::ExistingFile);
  checking->add_flag("--text", *as_text,
                     "文件是 UTF-8 文本的承诺书 / the file is a letter in plain text");
  checking->add_option("--unit", *unit, "组织单位 / organising unit, for its own templates");
  checking->callback([&context, files, as_text, unit] { check(context, *files, *as_text, *unit); });
}

}  // namespace chengnuo::console
