// A faulty policy that keeps something in mind of what it was told, beside the right policy's own state.
//
//   remembering_fault<"X151", Memory, learn, edit>(...)
//
// `Memory` is plain data and part of the snapshot, so that a clone or a restart remembers too. `learn` sees each event with the
// right policy's answer to it, `edit` changes a response by what is remembered.
#pragma once

#include <cstring>
#include <type_traits>

#include "scenarios/policies/faults/making.hpp"

namespace tocsin::scenarios {

template <class Memory>
struct Remembering {
  void* right = nullptr;
  Memory memory{};
};

template <Id id, class Memory, void (*learn)(Memory&, const tp_event&, const tp_response&),
          void (*edit)(const Memory&, const tp_event&, tp_response&)>
FaultyPolicy remembering_fault(const FaultText& text) {
  static_assert(std::is_trivially_copyable_v<Memory>);
  using Self = Remembering<Memory>;
  return {std::string_view(id.text), text.name, text.requirements, text.what, text.unexercised, [] {
            static const tp_policy table = [] {
              tp_policy made = *tocsin_policy();
              made.name = id.text;
              made.create = [](const tp_config* config) -> void* {
                void* const right = tocsin_policy()->create(config);
                return right ? new Self{right, {}} : nullptr;
              };
              made.destroy = [](void* self) {
                tocsin_policy()->destroy(static_cast<Self*>(self)->right);
                delete static_cast<Self*>(self);
              };
              made.handle = [](void* self, const tp_event* event, tp_response* response) {
                Self& it = *static_cast<Self*>(self);
                tocsin_policy()->handle(it.right, event, response);
                learn(it.memory, *event, *response);
                edit(it.memory, *event, *response);
              };
              made.snapshot = [](const void* self, void* bytes, size_t capacity) -> size_t {
                const Self& it = *static_cast<const Self*>(self);
                const size_t needed = sizeof(Memory) + tocsin_policy()->snapshot(it.right, nullptr, 0);
                if (capacity < needed) return needed;
                std::memcpy(bytes, &it.memory, sizeof(Memory));
                tocsin_policy()->snapshot(it.right, static_cast<char*>(bytes) + sizeof(Memory), capacity - sizeof(Memory));
                return needed;
              };
              made.restore = [](void* self, const void* bytes, size_t count) {
                Self& it = *static_cast<Self*>(self);
                if (count < sizeof(Memory)) return 1;
                const char* const from = static_cast<const char*>(bytes);
                if (tocsin_policy()->restore(it.right, from + sizeof(Memory), count - sizeof(Memory)) != 0) return 1;
                std::memcpy(&it.memory, from, sizeof(Memory));
                return 0;
              };
              made.state_hash = nullptr;
              return made;
            }();
            return &table;
          }};
}

// The catalogue's parts that are made so.
std::vector<FaultyPolicy> combination_faults();
std::vector<FaultyPolicy> beside_faults();
std::vector<FaultyPolicy> unasked_faults();

}  // namespace tocsin::scenarios
