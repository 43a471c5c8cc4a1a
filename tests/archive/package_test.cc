#include "archive/package.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "archive/recovery.h"
#include "archive/retrieve.h"
#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "tests/archive/archived_home.h"
#include "tests/pipeline/each_database.h"

namespace chengnuo::archive {
namespace {

namespace fs = std::filesystem;
using pipeline::read_file;
using pipeline::Submission;
using pipeline::write_durably;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using tests::OpenArchive;
using tests::Papers;

const HandOver kHandOver{"某市工业和信息化局", "某市档案馆",
                         pipeline::Time(std::chrono::sys_days(std::chrono::year(2026) / 1 / 5))};

int shell(const std::string& command) {
  return std::system((command + " > /dev/null 2>&1").c_str());
}

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  return files;
}

/// A package of two records, one of which was corrected, and an empty archive elsewhere.
class Package : public tests::EachDatabase {
 protected:
  void SetUp() override {
    EachDatabase::SetUp();
    if (IsSkipped()) return;
    Submission corrected = papers_.submission("S1", "甲公司", "严把质量关口。");
    archive_.filing.file(corrected);
    corrected.enterprise = "甲有限公司";
    archive_.filing.file(corrected);
    Submission other = papers_.submission("S2", "乙公司");
    archive_.filing.file(other);
    packed_ = export_package(archive_.store, archive_.catalogue.list(), kHandOver, {}, package_);
  }

  TakenOver take(OpenArchive& by) {
    return import_package(package_, by.store, by.codes, by.catalogue);
  }
  /// What is wrong with the package, after a look that must have taken nothing.
  std::vector<PackageFault> faults() {
    pipeline::Database database("sqlite::memory:");
    const Papers elsewhere;
    OpenArchive other(elsewhere, database);
    auto taken = take(other);
    EXPECT_THAT(other.catalogue.list(), IsEmpty());
    EXPECT_FALSE(fs::exists(elsewhere.archive() / "records"));
    return std::move(taken.faults);
  }
  static auto names(const std::string& path) {
    return Contains(Field("path", &PackageFault::path, HasSubstr(path)));
  }
  void change_a_byte(const fs::path& file) {
    std::string bytes = read_file(file);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    fs::permissions(file, fs::perms(0640));
    write_durably(file, bytes);
  }
  /// As someone does who also knows how manifests are made.
  void seal_again() {
    std::vector<BagEntry> payload;
    for (const auto& file : files_below(package_ / "data")) {
      payload.push_back({file.lexically_relative(package_).string(), pipeline::sha256_of_file(file),
                         static_cast<std::int64_t>(fs::file_size(file))});
    }
    close_bag(package_, payload, {});
  }

  Papers papers_;
  fs::path package_ = papers_.folder() / "移交包";
  pipeline::Database own_{"sqlite::memory:", [] { return pipeline::Time(kStart); }};
  OpenArchive archive_{papers_, own_};
  Packed packed_;
};
CHENGNUO_ON_EACH_DATABASE(Package);

class PackageFiles : public Package {};
INSTANTIATE_TEST_SUITE_P(On, PackageFiles, testing::Values("SQLite"));

TEST_P(Package, GivesTheSameRecordsElsewhere) {
  const Papers elsewhere;
  OpenArchive other(elsewhere, database());

  const TakenOver taken = take(other);

  EXPECT_THAT(taken.faults, IsEmpty());
  EXPECT_THAT(taken.codes, ElementsAre("J001-WS·2025-D30-KJS-0001", "J001-WS·2025-D30-KJS-0002"));
  EXPECT_EQ(taken.versions, 3);
  EXPECT_EQ(elsewhere.archived_files(), papers_.archived_files());
  const auto before = archive_.catalogue.list();
  const auto after = other.catalogue.list();
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) EXPECT_EQ(after[i].record, before[i].record);
  EXPECT_THAT(other.catalogue.search({.text = "质量关口"}), SizeIs(1));
  EXPECT_THAT(other.catalogue.search({.enterprise = "甲公司"}), SizeIs(1)) << "its former name";

  const fs::path onwards = papers_.folder() / "再次导出";
  export_package(other.store, after, kHandOver, {}, onwards);
  EXPECT_EQ(read_file(onwards / "data/metadata.xml"), read_file(package_ / "data/metadata.xml"));
}

TEST_P(Package, IsTakenOverOnce) {
  const Papers elsewhere;
  OpenArchive other(elsewhere, database());
  take(other);
  const auto files = elsewhere.archived_files();

  const TakenOver again = take(other);

  EXPECT_THAT(again.faults, IsEmpty());
  EXPECT_EQ(again.versions, 0);
  EXPECT_EQ(elsewhere.archived_files(), files);
}

TEST_P(PackageFiles, VerifyWithThePublicTools) {
  const fs::path python = fs::path(CHENGNUO_INTEROP) / "pyhanko/bin/python";
  ASSERT_TRUE(fs::exists(python)) << "run tests/interop/setup";
  const std::string bagit =
      "'" + python.string() + "' -m bagit --validate '" + package_.string() + "'";
  EXPECT_EQ(shell(bagit), 0);
  const std::string data = "'" + (package_ / "data").string();
  EXPECT_EQ(shell("xmllint --noout --schema " + data + "/package.xsd' " + data + "/metadata.xml'"),
            0);
  EXPECT_EQ(packed_.files, files_below(package_ / "data").size());
  EXPECT_EQ(packed_.digest, pipeline::sha256_of_file(package_ / "tagmanifest-sha256.txt"));

  change_a_byte(files_below(package_ / "data/objects").front());
  EXPECT_NE(shell(bagit), 0);
}

TEST_P(PackageFiles, ListWhatIsHandedOverWithItsSums) {
  const std::string list = read_file(package_ / "data/移交清单.csv");
  EXPECT_THAT(list, HasSubstr("\"2\",\"J001-WS·2025-D30-KJS-0002\",\"乙公司质量信誉承诺书\""));
  EXPECT_THAT(list, HasSubstr("\"合计\",\"2 件\""));
  EXPECT_THAT(read_file(package_ / "data/metadata.xml"),
              HasSubstr("<接收单位>某市档案馆</接收单位>"));
}

TEST_P(PackageFiles, AreAllCheckedBeforeAnythingIsTaken) {
  for (const auto& file : files_below(package_)) {
    SCOPED_TRACE(file);
    const std::string bytes = read_file(file);
    change_a_byte(file);
    EXPECT_THAT(faults(), Not(IsEmpty()));
    write_durably(file, bytes);
  }
  EXPECT_THAT(check_bag(package_).faults, IsEmpty());
}

TEST_P(PackageFiles, StayWithinThePackage) {
  const fs::path manifest = package_ / "manifest-sha256.txt";
  const std::string secret = "not ours to give";
  write_durably(papers_.folder() / "secret", secret);
  for (const std::string path :
       {"data/../../secret", "../secret", "/etc/hostname", "data\\..\\x"}) {
    const std::string before = read_file(manifest);
    write_durably(manifest, before + pipeline::sha256_hex(secret) + "  " + path + "\n");
    EXPECT_THAT(faults(), names(path));
    write_durably(manifest, before);
  }
  fs::create_symlink(papers_.folder() / "secret", package_ / "data/link");
  EXPECT_THAT(faults(), names("data/link"));
}

TEST_P(PackageFiles, AreThoseOfTheManifestAndOfTheRecords) {
  write_durably(package_ / "data/extra.txt", "put there by someone");
  EXPECT_THAT(faults(), names("data/extra.txt"));
  seal_again();
  EXPECT_THAT(faults(), names("data/extra.txt")) << "listed, but no record names it";
  fs::remove(package_ / "data/extra.txt");

  const fs::path object = files_below(package_ / "data/objects").front();
  fs::remove(object);
  EXPECT_THAT(faults(), names(object.filename().string()));
}

TEST_P(PackageFiles, AreNotTakenByPathsThatARecordNames) {
  Record record = read_record(archive_.store, archive_.catalogue.find("S2")->record);
  record.objects.front().bytes.sha256 = "../../../secret";
  const std::string text = record_text(record);
  const std::string sha256 = pipeline::sha256_hex(text);
  write_durably(package_ / "data" / ObjectStore::relative_path(sha256), text);
  const fs::path name = package_ / "data" / record_name(record.code, 1);
  fs::permissions(name, fs::perms(0640));
  write_durably(name, sha256 + "\n");
  seal_again();

  EXPECT_THAT(faults(), names("secret"));
}

TEST_P(PackageFiles, AreRefusedWhereACodeIsAnothersAlready) {
  Papers elsewhere;
  OpenArchive other(elsewhere, database());
  Submission ours = elsewhere.submission("S9", "丙公司");
  other.filing.file(ours);

  const TakenOver taken = take(other);

  EXPECT_THAT(taken.faults, names("J001-WS·2025-D30-KJS-0001"));
  EXPECT_THAT(other.catalogue.list(), SizeIs(1));
}

TEST_P(PackageFiles, AreNotWrittenIntoAFullFolder) {
  EXPECT_THROW(export_package(archive_.store, archive_.catalogue.list(), kHandOver, {}, package_),
               pipeline::Error);
}

}  // namespace
}  // namespace chengnuo::archive
