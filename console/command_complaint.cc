#include <algorithm>

#include "console/assembly.h"
#include "console/complaint_terminal.h"
#include "console/time_now.h"
#include "console/user_name.h"
#include "pipeline/file.h"
#include "publication/xml_signature.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using pipeline::Error;
using pipeline::Remedy;
using publication::Complaint;

struct Words {
  std::string id, who = user_name(), channel = "phone", content, name, contact, source, to,
                  statement, nature = "minor", influence = "small", reasons, handling, opinion,
                  feedback, number;
  fs::path out;
  std::vector<fs::path> files;
  bool objection = false, declined = false, exists = false, all = false;
};

template <typename Value>
Value one_of(const std::optional<Value>& value, const std::string& given, const char* choices) {
  if (value) return *value;
  throw Error(Remedy::fix_setup, {"不认识“" + given + "”。", "\"" + given + "\" is not known."},
              {std::string("请从中选择：") + choices, std::string("Choose from: ") + choices});
}

/// A desk of its own for each command.
struct OpenDesk {
  explicit OpenDesk(const Context& context)
      : config(context.config()), database(config.database), desk(config, database) {}
  Config config;
  pipeline::Database database;
  ComplaintDesk desk;
};

void add(Context& context, const Words& words) {
  OpenDesk open(context);
  Complaint complaint;
  complaint.submission = words.id;
  complaint.channel =
      one_of(publication::channel_named(words.channel), words.channel, "phone web letter transfer");
  complaint.source_number = words.source;
  complaint.objection = words.objection;
  complaint.content = words.content;
  complaint.complainant = {words.name, words.contact};
  tell(context, open.desk, enter(open.desk, complaint, words.who));
}

void tell_taken_over(const Context& context, const Complaint& entered) {
  const std::string line = entered.source_number + " → " + entered.id + " " + entered.enterprise;
  context.terminal.line({line, line});
}

/// One that cannot be taken over keeps no other from it.
void import_files(Context& context, const Words& words) {
  OpenDesk open(context);
  for (const fs::path& file : words.files) try {
      const auto web = publication::complaint_from_json(pipeline::read_file(file), file);
      tell_taken_over(context, take_over(open.desk, web, words.who));
    } catch (const Error& error) {
      context.exit = std::max(context.exit, context.terminal.show(error));
    }
}

void fetch(Context& context, const Words& words) {
  OpenDesk open(context);
  const publication::XmlSecurity security;
  const Fetched fetched = fetch_complaints(open.desk, open.config.units, words.who, time_now());
  for (const Complaint& each : fetched.entered) tell_taken_over(context, each);
  for (const Error& error : fetched.failed)
    context.exit = std::max(context.exit, context.terminal.show(error));
  const std::string found = std::to_string(fetched.entered.size() + fetched.failed.size());
  context.terminal.line({"平台上共有 " + found + " 件关于本单位承诺书的投诉。",
                         found + " complaints about our letters."});
}

void write_letter(Context& context, const Words& words) {
  const OpenDesk open(context);
  publication::write_pdf(
      words.out, letter_to_enterprise(open.desk, complaint_named(open.desk, words.id), words.number,
                                      time_now()));
  context.terminal.line({"说明通知书：" + words.out.string(), "The letter: " + words.out.string()});
}

void close(Context& context, const Words& words) {
  OpenDesk open(context);
  const auto handling = one_of(publication::handling_named(words.handling), words.handling,
                               "dismissed talk criticism delisting");
  const Complaint closed =
      close_complaint(open.desk, words.id, handling, words.opinion, words.who, time_now());
  tell(context, open.desk, closed);
  if (handling == publication::Handling::delisting)
    context.terminal.note({"除名尚未生效，请执行：chengnuo delist " + closed.submission,
                           "Nothing is delisted yet; run: chengnuo delist " + closed.submission});
}

}  // namespace

void add_complaint_commands(CLI::App& app, Context& context) {
  auto words = std::make_shared<Words>();
  CLI::App* group =
      app.add_subcommand("complaint", "社会监督：投诉的登记、核查和处理 / complaints");
  group->require_subcommand(1);
  const auto command = [&](const char* name, const char* what) {
    CLI::App* made = group->add_subcommand(name, what);
    made->add_option("--who", words->who, "经办人 / who does it")->capture_default_str();
    return made;
  };
  const auto on_one = [&](const char* name, const char* what) {
    CLI::App* made = command(name, what);
    made->add_option("id", words->id, "投诉编号 / complaint")->required();
    return made;
  };

  CLI::App* adding = command("add", "登记 / enter one");
  adding->add_option("submission", words->id, "申报件编号 / submission")->required();
  adding->add_option("--channel", words->channel, "phone | web | letter | transfer")
      ->capture_default_str();
  adding->add_option("--content", words->content, "反映的情况 / what it says")->required();
  adding->add_option("--name", words->name, "投诉人姓名（保密）/ complainant");
  adding->add_option("--contact", words->contact, "联系方式（保密）/ how to reach them");
  adding->add_option("--source", words->source, "来件编号 / number on the paper that came");
  adding->add_flag("--objection", words->objection,
                   "对公示的异议，将中止公示 / against the publication");
  adding->callback([&context, words] { add(context, *words); });

  CLI::App* importing = command("import", "登记公示平台收到的投诉文件 / take over the platform's");
  importing->add_option("files", words->files, "JSON")->required()->check(CLI::ExistingFile);
  importing->callback([&context, words] { import_files(context, *words); });

  command("fetch", "从公示平台取回并登记投诉 / fetch them from the platform")
      ->callback([&context, words] { fetch(context, *words); });

  CLI::App* listing = group->add_subcommand("list", "待办和期限 / what is to be done, and by when");
  listing->add_flag("--all", words->all, "也列出已办结的 / closed ones too");
  listing->callback([&context, words] {
    const OpenDesk open(context);
    list_complaints(context, open.desk, words->all);
  });

  on_one("show", "一件的全部情况 / all of one")->callback([&context, words] {
    const OpenDesk open(context);
    tell(context, open.desk, complaint_named(open.desk, words->id));
  });

  CLI::App* forwarding = on_one("forward", "受理并转交调查 / accept and pass on");
  forwarding->add_option("--to", words->to, "organiser 活动组织单位 | recommender 推荐单位")
      ->required();
  forwarding->callback([&context, words] {
    OpenDesk open(context);
    tell(context, open.desk,
         open.desk.complaints.forward(
             words->id,
             one_of(publication::investigator_named(words->to), words->to, "organiser recommender"),
             words->who));
  });

  CLI::App* letter = on_one("letter", "生成请企业说明的通知（PDF）/ the letter to the enterprise");
  letter->add_option("-o,--out", words->out, "输出文件 / output")->required();
  letter->add_option("--number", words->number, "文号 / number");
  letter->callback([&context, words] { write_letter(context, *words); });

  CLI::App* hearing = on_one("hear", "登记企业的说明 / what the enterprise says");
  CLI::Option* statement =
      hearing->add_option("--statement", words->statement, "企业说明的要点 / the gist");
  hearing->add_flag("--declined", words->declined, "经通知未作说明 / asked, declined")
      ->excludes(statement);
  hearing->callback([&context, words] {
    if (words->statement.empty() && !words->declined)
      throw Error(
          Remedy::fix_setup, {"请写明企业的说明。", "The statement is missing."},
          {"用 --statement \"要点\"，或 --declined。", "Use --statement \"…\", or --declined."});
    OpenDesk open(context);
    tell(context, open.desk, open.desk.complaints.hear(words->id, words->statement, words->who));
  });

  CLI::App* finding = on_one("find", "认定：是否存在、性质、影响 / existence, nature, influence");
  finding->add_flag("--exists,!--not-exists", words->exists, "行为存在 / there was a breach");
  finding->add_option("--nature", words->nature, "minor 一般 | serious 较重 | vile 恶劣")
      ->capture_default_str();
  finding->add_option("--influence", words->influence, "small 较小 | notable 较大 | grave 严重")
      ->capture_default_str();
  finding->add_option("--reasons", words->reasons, "理由 / reasons");
  finding->callback([&context, words] {
    OpenDesk open(context);
    const publication::Finding found{
        words->exists,
        one_of(publication::nature_named(words->nature), words->nature, "minor serious vile"),
        one_of(publication::influence_named(words->influence), words->influence,
               "small notable grave"),
        words->reasons};
    tell(context, open.desk, open.desk.complaints.find_breach(words->id, found, words->who));
  });

  CLI::App* closing = on_one("close", "处理意见 / how it is handled");
  closing
      ->add_option("--handling", words->handling,
                   "dismissed 不成立 | talk 约谈整改 | criticism 通报 | delisting 除名")
      ->required();
  closing->add_option("--opinion", words->opinion, "意见 / opinion");
  closing->callback([&context, words] { close(context, *words); });

  CLI::App* feeding = on_one("feedback", "登记对投诉人的反馈 / what the complainant was told");
  feeding->add_option("--text", words->feedback, "反馈内容 / words")->required();
  feeding->callback([&context, words] {
    OpenDesk open(context);
    tell(context, open.desk,
         open.desk.complaints.feed_back(words->id, words->feedback, words->who));
  });
}

}  // namespace chengnuo::console
