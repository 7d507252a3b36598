// Memory whose whole content can be saved and put back with one copy: what lives in it is a value, whatever it is made of.
//
// An arena is a range of addresses with a small allocator whose own books stand at its beginning. While an arena is in use
// (`InArena`), everything that this process allocates by `new` comes from it (sim/arena.cpp replaces `new`); who deletes is asked
// for the address alone, so what was allocated elsewhere is given back there. Pointers within the arena, and out of it to what
// does not change, stay good when an image is put back, since the addresses are the same.
//
// What changes while an arena is in use must live in it, or an image does not put it back: no static, and no buffer that was
// allocated outside and holds anything from one use to the next. Scratch memory that is too large to be copied each time is
// allocated under `OutsideArena`. Only `new` with the default alignment is served. One thread. A process may have several arenas,
// of which one at a time is in use; what is put back separately lives in arenas of its own.
//
// What is allocated is the same for the same history since the last image; an address must decide nothing all the same, since the
// history before differs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tocsin::sim {

class Arena {
 public:
  // Reserves so many bytes of addresses; memory is taken as it is touched. Running out of them ends the process.
  explicit Arena(std::size_t bytes);
  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  void* allocate(std::size_t bytes);
  void release(void* block);
  bool holds(const void* address) const { return address >= begin_ && address < end_; }

  // Bytes that an image copies: up to the last one that was ever allocated, the books included.
  std::size_t used() const;

  using Image = std::vector<char>;
  void save(Image& image) const;
  // Of this arena, and no other.
  void put_back(const Image& image);

 private:
  static constexpr std::size_t step = 16;  // blocks up to `fine` are multiples of it, larger ones eighths of powers of two
  static constexpr std::size_t fine = 512;
  static constexpr std::size_t parts = 8;
  static constexpr std::size_t larger = 4;  // classes that also serve one
  static constexpr std::size_t classes = fine / step + 14 * parts;
  struct Block {
    Block* next;  // while it is free
  };
  struct Books {
    char* top = nullptr;
    std::array<Block*, classes> free{};
  };
  // Of blocks with their heads.
  static std::size_t class_of(std::size_t bytes);
  static std::size_t size_of(std::size_t size_class);

  friend class Arenas;  // those of this process

  char* begin_ = nullptr;
  char* end_ = nullptr;
  Books* books_ = nullptr;
  Arena* other_;  // that was there before
};

// As long as it lives, `new` allocates in that arena, or outside of any.
class InArena {
 public:
  explicit InArena(Arena* arena);
  ~InArena();
  InArena(const InArena&) = delete;
  InArena& operator=(const InArena&) = delete;

 private:
  Arena* before_;
};
class OutsideArena : private InArena {
 public:
  OutsideArena() : InArena(nullptr) {}
};

}  // namespace tocsin::sim
