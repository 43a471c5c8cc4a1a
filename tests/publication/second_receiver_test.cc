// The protocol's page is enough to write a receiver: receiver.py was written from it, with none of
// our code, and gets on with our sender.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "fixtures.h"
#include "pipeline/error.h"
#include "publication/publisher.h"

namespace chengnuo::publication {
namespace {

using testing::HasSubstr;

/// receiver.py while it runs.
class PythonReceiver {
 public:
  PythonReceiver(const std::filesystem::path& ca, const std::filesystem::path& folder) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("pipe");
    process_ = fork();
    if (process_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      close(ends[0]);
      const std::string script = CHENGNUO_SOURCE_DIR "/tests/publication/receiver.py";
      execlp("python3", "python3", script.c_str(), CHENGNUO_XSD, ca.c_str(), folder.c_str(),
             nullptr);
      _exit(127);
    }
    close(ends[1]);
    output_ = fdopen(ends[0], "r");
    char line[16] = "";
    if (fgets(line, sizeof line, output_) == nullptr)
      throw std::runtime_error("receiver.py did not start");
    port_ = std::atoi(line);
  }
  ~PythonReceiver() {
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
    fclose(output_);
  }
  PythonReceiver(const PythonReceiver&) = delete;
  PythonReceiver& operator=(const PythonReceiver&) = delete;
  HttpSettings settings() const {
    HttpSettings settings;
    settings.url = "http://127.0.0.1:" + std::to_string(port_) + "/messages";
    return settings;
  }

 private:
  pid_t process_;
  FILE* output_ = nullptr;  ///< open while it runs: it would end if nobody listened
  int port_ = 0;
};

TEST(SecondReceiver, OfAFewLinesOfPythonTakesOurMessagesOnceAndRefusesOthers) {
  const XmlSecurity security;
  const TemporaryFolder folder;
  const TestKeys keys = make_keys(folder.path() / "keys");
  const TestKeys elliptic = make_keys(folder.path() / "ec", "ec");
  const PythonReceiver receiver(keys.ca, folder.path());
  const auto publisher = make_http_publisher("other office", receiver.settings());
  const SignedMessage message{letter().id, sign_xml(to_xml_text(letter()), keys.unit)};

  const auto receipt = publisher->send(message);

  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->number, "Q1");
  EXPECT_EQ(publisher->send(message)->number, "Q1");  // again: the same receipt
  const auto report = report_message(archived_submission(), "m.report", "某省工业协会", "活动", {});
  EXPECT_EQ(publisher->send({"m.report", sign_xml(to_xml_text(report), keys.unit)})->number, "Q2");

  OutMessage early = letter();
  early.id = "m.late";
  early.after = "m.unknown";
  EXPECT_THROW(publisher->send({"m.late", sign_xml(to_xml_text(early), keys.unit)}), EarlierNeeded);
  early.after = letter().id;
  EXPECT_EQ(publisher->send({"m.late", sign_xml(to_xml_text(early), keys.unit)})->number, "Q3");

  OutMessage other = letter();
  other.enterprise = "另一家有限公司";
  std::string changed = message.xml;
  changed.replace(changed.find("恒润"), 6, "恒闰");
  for (const std::string& xml :
       {sign_xml(to_xml_text(other), keys.unit), changed,
        sign_xml(to_xml_text(letter()), elliptic.unit), std::string("<x/>")})
    EXPECT_THROW(publisher->send({letter().id, xml}), pipeline::Error);
}

}  // namespace
}  // namespace chengnuo::publication
