// A value in memory that a process and those that it forks share.
#pragma once

#include <sys/mman.h>

#include <new>

namespace tocsin::sim {

template <class T>
struct InSharedMemory {
  InSharedMemory() {
    void* const memory = mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory != MAP_FAILED) value = new (memory) T();
  }
  ~InSharedMemory() {
    if (value) munmap(value, sizeof(T));
  }
  InSharedMemory(const InSharedMemory&) = delete;
  InSharedMemory& operator=(const InSharedMemory&) = delete;
  T* value = nullptr;
};

}  // namespace tocsin::sim
