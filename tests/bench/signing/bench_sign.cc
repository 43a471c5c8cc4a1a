// Signs one PDF again and again, as the program does it: key checked, update written and made
// durable, result verified. Prints signatures per second and the peak of memory.
//
//     bench_sign IN.pdf COUNT KEY CERTIFICATE [PIN-FILE]

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <string>

#include "pipeline/error.h"
#include "signing/sign.h"

int main(int argc, char** argv) {
  using namespace chengnuo::signing;
  using Clock = std::chrono::steady_clock;
  if (argc < 5) {
    std::cerr << "bench_sign IN.pdf COUNT KEY CERTIFICATE [PIN-FILE]\n";
    return 2;
  }
  try {
    const auto key = open_key({argv[3], argv[4], argc > 5 ? argv[5] : ""});
    SignRequest request;
    request.time = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const int count = std::stoi(argv[2]);
    const std::filesystem::path out =
        std::filesystem::path(argv[1]).native() + "." + std::to_string(::getpid()) + ".signed";
    const auto start = Clock::now();
    for (int i = 0; i < count; ++i) sign_pdf(argv[1], out, request, *key);
    const std::chrono::duration<double> seconds = Clock::now() - start;
    std::filesystem::remove(out);
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    std::cout << count / seconds.count() << " signatures/s, " << used.ru_maxrss / 1024 << " MB\n";
  } catch (const chengnuo::pipeline::Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
