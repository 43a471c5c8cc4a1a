#include "ocr/reader_pool.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <thread>

#include "ocr/file_reading.h"
#include "ocr/scratch.h"

namespace chengnuo::ocr {
namespace {

/// What one caller waits for. Page 0 is the opening.
struct Work {
  FileReading& reading;
  std::deque<int> waiting;
  int under_way = 0;
  int done = 0;
  std::exception_ptr failure{};  ///< the first; nothing more of this work is begun after it

  bool over() const { return waiting.empty() && under_way == 0; }
};

int processes_of(const ReaderSettings& settings) {
  if (settings.processes > 0) return settings.processes;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace

struct ReaderPool::State {
  explicit State(ReaderSettings given) : settings(std::move(given)) {}

  /// Returns when all is done; throws the first failure.
  void run(FileReading& reading, std::deque<int> pages, const PageProgress& progress);
  /// A thread's life: its slot's process dies with it.
  void serve(const std::stop_token& stop);

  const ReaderSettings settings;
  std::mutex mutex;
  std::condition_variable_any work_there;
  std::condition_variable page_done;
  std::list<Work*> queue;  ///< files with waiting pages take turns: a long one does not hold up all
  std::vector<std::jthread> threads;  // last: they end before what they use
};

void ReaderPool::State::run(FileReading& reading, std::deque<int> pages,
                            const PageProgress& progress) {
  if (pages.empty()) return;
  Work work{reading, std::move(pages)};
  const int before = reading.pages() - static_cast<int>(work.waiting.size());
  std::unique_lock lock(mutex);
  while (static_cast<int>(threads.size()) < processes_of(settings))
    threads.emplace_back([this](const std::stop_token& stop) { serve(stop); });
  queue.push_back(&work);
  work_there.notify_all();
  for (int told = 0; !work.over();) {
    page_done.wait(lock, [&] { return work.over() || work.done > told; });
    told = work.done;
    if (!progress) continue;
    lock.unlock();
    progress(before + told, reading.pages());
    lock.lock();
  }
  if (work.failure) std::rethrow_exception(work.failure);
}

void ReaderPool::State::serve(const std::stop_token& stop) {
  ReaderSlot slot(settings);
  std::unique_lock lock(mutex);
  while (work_there.wait(lock, stop, [&] { return !queue.empty(); })) {
    Work& work = *queue.front();
    queue.pop_front();
    const int page = work.waiting.front();
    work.waiting.pop_front();
    ++work.under_way;
    if (!work.waiting.empty()) queue.push_back(&work);
    lock.unlock();
    std::exception_ptr failure;
    try {
      if (page == 0) {
        work.reading.open(slot);
      } else {
        work.reading.read_page(page, slot);
      }
    } catch (...) {  // rethrown to the caller, in run()
      failure = std::current_exception();
    }
    lock.lock();
    --work.under_way;
    ++work.done;
    if (failure && !work.failure) {
      work.failure = failure;
      work.waiting.clear();
      std::erase(queue, &work);
    }
    page_done.notify_all();
  }
}

ReaderPool::ReaderPool(ReaderSettings settings)
    : state_(std::make_unique<State>(std::move(settings))) {
  remove_abandoned_scratch();
}

ReaderPool::~ReaderPool() = default;

int ReaderPool::processes() const { return processes_of(state_->settings); }

std::vector<pipeline::Page> ReaderPool::read(const std::filesystem::path& file,
                                             const std::filesystem::path& out_folder,
                                             const PageProgress& progress) {
  FileReading reading(file, out_folder, state_->settings.max_pages);
  if (auto pages = reading.finished_before()) return std::move(*pages);
  state_->run(reading, {0}, {});
  const std::vector<int> missing = reading.missing_pages();
  state_->run(reading, {missing.begin(), missing.end()}, progress);
  return reading.finish();
}

}  // namespace chengnuo::ocr
