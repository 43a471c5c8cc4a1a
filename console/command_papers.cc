#include <algorithm>

#include "console/assembly.h"
#include "console/command.h"
#include "console/correction_paper.h"
#include "console/papers.h"
#include "console/time_now.h"
#include "console/year_figures.h"
#include "pipeline/file.h"
#include "pipeline/json.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using pipeline::Submission;

struct Options {
  CommittedWish committed;
  std::string id, number, document = "除名通知书";
  int year = 0;
  fs::path out;
};

std::vector<std::string> summary_row(const Submission& each) {
  return {each.enterprise,
          each.credit_code,
          field_on_papers(each, "legal_representative"),
          field_on_papers(each, "address"),
          field_on_papers(each, "main_products"),
          field_on_papers(each, "signed_on")};
}

const UnitConfig& chosen_unit(const Config& config, const Options& options) {
  return options.committed.unit.empty() ? config.units.front()
                                        : unit_of(config, options.committed.unit);
}

void done(const Context& context, const fs::path& file) {
  context.terminal.line({"已生成：" + file.string(), "Written: " + file.string()});
}

void summary(Context& context, const Options& options) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  std::vector<std::vector<std::string>> rows;
  for (const Submission& each : committed(database, options.committed))
    rows.push_back(summary_row(each));
  const std::string kind = options.out.extension();
  if (kind == ".xlsx" || kind == ".csv") {
    const publication::Sheet sheet = publication::enterprise_sheet(rows);
    kind == ".xlsx" ? publication::write_xlsx(options.out, {sheet})
                    : publication::write_csv(options.out, sheet);
  } else {
    publication::write_pdf(
        options.out, publication::enterprise_table(
                         letterhead(config, chosen_unit(config, options), {}, time_now()), rows));
  }
  done(context, options.out);
}

void transmittal(Context& context, const Options& options) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  const auto count = static_cast<int>(committed(database, options.committed).size());
  publication::write_pdf(
      options.out, publication::transmittal_letter(
                       letterhead(config, chosen_unit(config, options), options.number, time_now()),
                       count, options.committed.batch));
  done(context, options.out);
}

void receipt(Context& context, const Options& options) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  const Submission submission = submission_named(pipeline::Register(database), options.id);
  std::vector<std::vector<std::string>> files;
  for (const pipeline::Drop& drop : submission.drops) {
    const auto pages = std::ranges::count(submission.pages, drop.sha256, &pipeline::PageRef::drop);
    files.push_back({drop.name, std::to_string(pages), drop.sha256});
  }
  publication::write_pdf(
      options.out,
      publication::intake_receipt(
          letterhead(config, unit_of(config, submission.unit), {}, time_now()), submission.id,
          submission.enterprise.empty() ? "（识别后填写）" : submission.enterprise,
          pipeline::rfc3339(submission.drops.front().received_at), files));
  done(context, options.out);
}

void correction(Context& context, const Options& options) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  const Submission submission = submission_named(pipeline::Register(database), options.id);
  publication::write_pdf(options.out, correction_paper(config, submission, time_now()));
  done(context, options.out);
}

void service(Context& context, const Options& options) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  const Submission submission = submission_named(pipeline::Register(database), options.id);
  publication::write_pdf(
      options.out, publication::service_receipt(letterhead(config, unit_of(config, submission.unit),
                                                           options.number, time_now()),
                                                submission.enterprise, options.document));
  done(context, options.out);
}

void statistics(Context& context, const Options& options) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  const YearFigures figures = figures_of_year(database, options.committed, options.year);
  const std::string year = std::to_string(options.year);
  const auto sheets = sheets_of(figures);
  fs::create_directories(options.out);
  publication::write_xlsx(options.out / (year + "年度统计表.xlsx"), sheets);
  for (const auto& sheet : sheets)
    publication::write_csv(options.out / (year + "年度统计-" + sheet.name + ".csv"), sheet);
  for (const Chart& chart : charts_of(figures))
    pipeline::write_durably(options.out / (chart.name + ".svg"), chart.svg);
  done(context, options.out);
}

}  // namespace

void add_papers_commands(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* papers =
      app.add_subcommand("papers", "汇总表、函件、回执和统计表 / papers and figures");
  papers->require_subcommand(1);
  const auto command = [&](const char* name, const char* what,
                           void (*work)(Context&, const Options&)) {
    CLI::App* made = papers->add_subcommand(name, what);
    made->add_option("-o,--out", options->out, "输出文件（统计表为文件夹）/ output")->required();
    made->callback([&context, options, work] { work(context, *options); });
    return made;
  };
  const auto of_unit = [&](CLI::App* made) {
    made->add_option("--unit", options->committed.unit, "组织单位 / unit");
    made->add_option("--batch", options->committed.batch, "批次 / batch");
    return made;
  };
  of_unit(command("summary", "承诺企业汇总表（.pdf .xlsx .csv）/ all enterprises", summary));
  of_unit(command("transmittal", "报送函（PDF）/ letter to the Activity Office", transmittal))
      ->add_option("--number", options->number, "文号 / number");
  command("receipt", "收件回执（PDF）/ receipt for what was handed in", receipt)
      ->add_option("id", options->id, "申报件编号 / submission")
      ->required();
  command("correction", "缺项补正通知书（PDF），标出缺项所在 / what an enterprise must put right",
          correction)
      ->add_option("id", options->id, "申报件编号 / submission")
      ->required();
  CLI::App* serving = command("service", "送达回证（PDF）/ record of service", service);
  serving->add_option("id", options->id, "申报件编号 / submission")->required();
  serving->add_option("--document", options->document, "送达文书 / what is served")
      ->capture_default_str();
  serving->add_option("--number", options->number, "文号 / number");
  of_unit(command("statistics", "年度统计表和图 / the year in figures", statistics))
      ->add_option("--year", options->year, "年份 / year")
      ->required();
}

}  // namespace chengnuo::console
