#include <algorithm>
#include <map>

#include "console/assembly.h"
#include "console/command.h"
#include "console/correction_paper.h"
#include "console/papers.h"
#include "console/time_now.h"
#include "pipeline/file.h"
#include "pipeline/json.h"
#include "publication/complaint_register.h"
#include "publication/region.h"
#include "publication/statistics.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using pipeline::Error;
using pipeline::Remedy;
using pipeline::State;
using pipeline::Submission;

struct Options {
  std::string id, unit, batch, number, document = "除名通知书";
  int year = 0;
  fs::path out;
};

/// Those whose letter is in the archive or farther, of one unit and batch.
std::vector<Submission> committed(pipeline::Database& database, const Options& options) {
  pipeline::Filter filter;
  filter.unit = options.unit;
  filter.batch = options.batch;
  filter.limit = 1'000'000;
  auto all = pipeline::Register(database).list(filter);
  std::erase_if(all, [](const Submission& each) { return !pipeline::is_filed(each.state); });
  return all;
}

std::vector<std::string> summary_row(const Submission& each) {
  return {each.enterprise,
          each.credit_code,
          field_on_papers(each, "legal_representative"),
          field_on_papers(each, "address"),
          field_on_papers(each, "main_products"),
          field_on_papers(each, "signed_on")};
}

const UnitConfig& chosen_unit(const Config& config, const Options& options) {
  return options.unit.empty() ? config.units.front() : unit_of(config, options.unit);
}

void done(const Context& context, const fs::path& file) {
  context.terminal.line({"已生成：" + file.string(), "Written: " + file.string()});
}

void summary(Context& context, const Options& options) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  std::vector<std::vector<std::string>> rows;
  for (const Submission& each : committed(database, options)) rows.push_back(summary_row(each));
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
  const auto count = static_cast<int>(committed(database, options).size());
  publication::write_pdf(
      options.out, publication::transmittal_letter(
                       letterhead(config, chosen_unit(config, options), options.number, time_now()),
                       count, options.batch));
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

/// The day of publication, else of signing; empty if neither is known.
std::string day_of(const Submission& submission) {
  if (const auto* receipt = pipeline::find_receipt(submission, "platform"))
    return publication::iso(publication::day_in_china(receipt->at));
  return field_on_papers(submission, "signed_on");
}

void statistics(Context& context, const Options& options) {
  const Config config = context.config();
  pipeline::Database database(config.database);
  std::map<std::string, int> complaints;
  for (const auto& each : publication::ComplaintRegister(database).list())
    ++complaints[each.submission];
  const std::string year = std::to_string(options.year);
  std::vector<publication::StatisticsCase> cases;
  for (const Submission& each : committed(database, options)) {
    const std::string day = day_of(each);
    if (!day.starts_with(year) || day.size() < 7) continue;
    cases.push_back({publication::region_of(each.credit_code), field_on_papers(each, "industry"),
                     std::atoi(day.c_str() + 5), complaints[each.id],
                     each.state == State::delisted});
  }
  const auto regions = by_region(cases);
  const auto industries = by_industry(cases);
  const auto months = by_month(cases);
  const std::vector<publication::Sheet> sheets{statistics_sheet("按地区", "地区", regions),
                                               statistics_sheet("按行业", "行业", industries),
                                               statistics_sheet("按月份", "月份", months)};
  fs::create_directories(options.out);
  publication::write_xlsx(options.out / (year + "年度统计表.xlsx"), sheets);
  for (const auto& sheet : sheets)
    publication::write_csv(options.out / (year + "年度统计-" + sheet.name + ".csv"), sheet);
  const auto committed_count = &publication::StatisticsCount::committed;
  pipeline::write_durably(options.out / (year + "年度承诺企业-按地区.svg"),
                          bar_chart(year + "年度承诺企业数（按地区）", regions, committed_count));
  pipeline::write_durably(options.out / (year + "年度承诺企业-按月份.svg"),
                          bar_chart(year + "年度承诺企业数（按月份）", months, committed_count));
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
    made->add_option("--unit", options->unit, "组织单位 / unit");
    made->add_option("--batch", options->batch, "批次 / batch");
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
