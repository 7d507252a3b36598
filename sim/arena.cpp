#include "sim/arena.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

#include "sim/assert.hpp"

namespace tocsin::sim {
namespace {

// Of this process, which has one thread.
Arena* in_use = nullptr;

// Stands before each block: which class it is of. Heads stand in the middle between two multiples of the alignment.
struct Head {
  std::size_t size_class;
};
constexpr std::size_t alignment = 16;
static_assert(2 * sizeof(Head) == alignment);

}  // namespace

// Asked at each `delete`, so it is a list without memory of its own.
class Arenas {
 public:
  // Null: it came from elsewhere.
  static Arena* holding(const void* address) {
    Arena* arena = newest_;
    while (arena && !arena->holds(address)) arena = arena->other_;
    return arena;
  }
  static Arena* add(Arena* arena) { return std::exchange(newest_, arena); }
  static void remove(Arena* arena) {
    Arena** at = &newest_;
    while (*at != arena) at = &(*at)->other_;
    *at = arena->other_;
  }

 private:
  static inline Arena* newest_ = nullptr;
};

Arena::Arena(std::size_t bytes) {
  void* const memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  TOCSIN_ASSERT(memory != MAP_FAILED, "the system grants no addresses for an arena");
  begin_ = static_cast<char*>(memory);
  end_ = begin_ + bytes;
  books_ = new (begin_) Books;
  static_assert(sizeof(Books) % alignment == sizeof(Head));
  books_->top = begin_ + sizeof(Books);
  other_ = Arenas::add(this);
}

Arena::~Arena() {
  TOCSIN_ASSERT(in_use != this, "an arena ends while it is in use");
  Arenas::remove(this);
  munmap(begin_, static_cast<std::size_t>(end_ - begin_));
}

std::size_t Arena::class_of(std::size_t bytes) {
  if (bytes <= fine) return (bytes - 1) / step;
  const auto doublings = static_cast<std::size_t>(std::bit_width((bytes - 1) / fine)) - 1;
  const std::size_t part = (bytes - 1 - (fine << doublings)) / ((fine << doublings) / parts);
  return fine / step + doublings * parts + part;
}

std::size_t Arena::size_of(std::size_t size_class) {
  if (size_class < fine / step) return (size_class + 1) * step;
  const std::size_t beyond = size_class - fine / step;
  const std::size_t from = fine << (beyond / parts);
  return from + (beyond % parts + 1) * (from / parts);
}

void* Arena::allocate(std::size_t bytes) {
  const std::size_t size_class = class_of(bytes + sizeof(Head));
  TOCSIN_ASSERT(size_class < classes, "an allocation larger than an arena serves");
  // A somewhat larger block that is free costs an image less than a new one.
  for (std::size_t of = size_class; of < std::min(size_class + larger + 1, classes); ++of)
    if (Block* const block = books_->free[of]) {
      books_->free[of] = block->next;
      return block;
    }
  char* const at = books_->top;
  const std::size_t whole = size_of(size_class);
  TOCSIN_ASSERT(whole <= static_cast<std::size_t>(end_ - at), "an arena is full");
  books_->top += whole;
  new (at) Head{size_class};
  return at + sizeof(Head);
}

void Arena::release(void* block) {
  const std::size_t size_class = reinterpret_cast<const Head*>(static_cast<char*>(block) - sizeof(Head))->size_class;
  books_->free[size_class] = new (block) Block{books_->free[size_class]};
}

std::size_t Arena::used() const { return static_cast<std::size_t>(books_->top - begin_); }

void Arena::save(Image& image) const {
  TOCSIN_ASSERT(in_use == nullptr, "an image is made outside of its arena");
  image.resize(used());
  std::memcpy(image.data(), begin_, image.size());
}

void Arena::put_back(const Image& image) { std::memcpy(begin_, image.data(), image.size()); }

InArena::InArena(Arena* arena) : before_(in_use) { in_use = arena; }
InArena::~InArena() { in_use = before_; }

}  // namespace tocsin::sim

// In this file, so that whoever uses an arena has them, and nobody else.
void* operator new(std::size_t bytes) {
  if (tocsin::sim::in_use) return tocsin::sim::in_use->allocate(bytes);
  for (;;) {
    if (void* const block = std::malloc(bytes == 0 ? 1 : bytes)) return block;
    const std::new_handler handler = std::get_new_handler();
    if (!handler) throw std::bad_alloc();
    handler();
  }
}
void operator delete(void* block) noexcept {
  if (tocsin::sim::Arena* const arena = tocsin::sim::Arenas::holding(block))
    arena->release(block);
  else
    std::free(block);
}
void operator delete(void* block, std::size_t) noexcept { ::operator delete(block); }
// As the library has them; a sanitizer has others.
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  try {
    return ::operator new(bytes);
  } catch (...) {
    return nullptr;
  }
}
void* operator new[](std::size_t bytes) { return ::operator new(bytes); }
void* operator new[](std::size_t bytes, const std::nothrow_t& nothrow) noexcept { return ::operator new(bytes, nothrow); }
void operator delete[](void* block) noexcept { ::operator delete(block); }
void operator delete[](void* block, std::size_t) noexcept { ::operator delete(block); }
