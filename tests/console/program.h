#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace chengnuo::console {

/// What a finished program left.
struct Ended {
  int exit = -1;    ///< its exit code; -1 if a signal ended it
  int signal = 0;   ///< the signal that ended it
  std::string out;  ///< stdout
  std::string err;  ///< stderr

  nlohmann::json json() const { return nlohmann::json::parse(out); }
};

using Environment = std::map<std::string, std::string>;

/// Runs a program to its end.
Ended run(const std::vector<std::string>& command, const Environment& environment = {});

/// Where the chengnuo of this build lies, and a run of it.
std::string program();
Ended chengnuo(std::vector<std::string> arguments, const Environment& environment = {});

/// A chengnuo that goes on until the test ends it.
class Running {
 public:
  /// Returns once a line on its stderr contains `awaited`; line() is that line.
  /// `before` stands before the program's name: what runs it.
  Running(const std::vector<std::string>& arguments, const std::string& awaited,
          std::vector<std::string> before = {});
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  const std::string& line() const { return line_; }
  /// Asks it to stop and returns its exit code.
  int stop();

 private:
  int process_ = -1;
  int errors_ = -1;
  std::string line_;
};

/// A home in a folder that goes with the test.
class TemporaryHome {
 public:
  TemporaryHome();
  ~TemporaryHome();
  TemporaryHome(const TemporaryHome&) = delete;
  TemporaryHome& operator=(const TemporaryHome&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path inbox() const { return path_ / "inbox" / "unit1"; }
  void drop(const std::filesystem::path& file, const std::string& name) const;
  void drop_bytes(const std::string& bytes, const std::string& name) const;
  /// Puts lines into a section of chengnuo.toml.
  void configure(const std::string& section, const std::string& lines) const;
  Ended command(std::vector<std::string> arguments, const Environment& environment = {}) const;
  nlohmann::json submissions() const;

 private:
  std::filesystem::path root_;
  std::filesystem::path path_;
};

}  // namespace chengnuo::console
