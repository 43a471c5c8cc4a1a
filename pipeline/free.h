#pragma once

namespace chengnuo::pipeline {

/// Turns a C library's free function into a deleter, so that a handle is one word wide and never
/// freed by hand: `using KeyPtr = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;`. One alias for
/// each type, in the room that wraps the library.
template <auto free_function>
struct Free {
  template <typename T>
  void operator()(T* handle) const noexcept {
    free_function(handle);
  }
};

}  // namespace chengnuo::pipeline
