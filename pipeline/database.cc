#include "pipeline/database.h"

#include "pipeline/error.h"
#include "pipeline/sql.h"

namespace chengnuo::pipeline {

namespace {

std::unique_ptr<Dialect> dialect_for(const std::string& url) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (url.starts_with(kSqlite)) return sqlite_dialect(url.substr(kSqlite.size()));
  if (url.starts_with("postgresql://") || url.starts_with("postgres://"))
    return postgres_dialect(url);
  throw Error(
      Remedy::fix_setup,
      {"不认识的数据库地址（应以 sqlite: 或 postgresql:// 开头）",
       "The database's address is not known (it begins with sqlite: or postgresql://)"},
      {"请改正配置文件中的数据库地址。", "Correct the database's address in the configuration."});
}

}  // namespace

Database::Database(const std::string& url, Clock clock)
    : sessions_(std::make_unique<Sessions>(dialect_for(url), std::move(clock))) {
  sessions_->write("open", [](Transaction& transaction) { make_schema(transaction); });
}

Database::~Database() = default;

}  // namespace chengnuo::pipeline
