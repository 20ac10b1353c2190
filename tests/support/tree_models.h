// Models of trees, made by hand, for tests: each tree asks one question.
#pragma once

#include <bit>
#include <cstddef>
#include <vector>

#include "biomarkers/tree_model.h"
#include "safety/crc32.h"

namespace homeostat::testing {

// `left` where the feature's level is at most `threshold`, else `right`.
struct Question {
  int feature = 0;
  int threshold = 0;
  int left = 0;
  int right = 0;
};

// What a model is made of; changed by tests before it is written.
struct TreeModelParts {
  int bits = 8;
  std::vector<Question> trees{{.feature = 0, .threshold = 100, .left = -1, .right = 1}};
  std::vector<Question> veto{};
  int base = 0;
  int veto_base = 0;
  float unit = 1.0F;
  float veto_unit = 1.0F;
  float lowest = 0.0F;
  float levels_per_unit = 1.0F;
};

inline void put(biomarkers::TreeModel& model, std::size_t at, std::uint32_t value,
                int bytes) {
  for (int i = 0; i < bytes; ++i) {
    model.bytes[at + static_cast<std::size_t>(i)] =
        static_cast<std::uint8_t>(value >> (8 * i));
  }
}

// After a change of its bytes.
inline void seal(biomarkers::TreeModel& model) {
  const std::size_t end = model.size - 4U;
  put(model, end,
      safety::crc32(reinterpret_cast<const std::byte*>(model.bytes.data()), end), 4);
}

inline void put_question(biomarkers::TreeModel& model, std::size_t at,
                         const Question& question) {
  // All three levels ask the same.
  for (std::size_t node = 0; node < 7; ++node) {
    model.bytes[at + 2 * node] = static_cast<std::uint8_t>(question.feature);
    model.bytes[at + 2 * node + 1] = static_cast<std::uint8_t>(question.threshold);
  }
  for (std::size_t leaf = 0; leaf < 8; ++leaf) {
    model.bytes[at + 14 + leaf] =
        static_cast<std::uint8_t>(leaf < 4 ? question.left : question.right);
  }
}

inline biomarkers::TreeModel made_of(const TreeModelParts& parts) {
  biomarkers::TreeModel model;
  model.size = static_cast<std::uint16_t>(biomarkers::tree_model_bytes(
      static_cast<int>(parts.trees.size()), static_cast<int>(parts.veto.size())));
  model.bytes[0] = 'T';
  model.bytes[1] = 1;
  model.bytes[2] = static_cast<std::uint8_t>(parts.bits);
  model.bytes[3] = static_cast<std::uint8_t>(parts.trees.size());
  model.bytes[4] = static_cast<std::uint8_t>(parts.veto.size());
  put(model, 6, static_cast<std::uint32_t>(parts.base), 2);
  put(model, 8, static_cast<std::uint32_t>(parts.veto_base), 2);
  put(model, 12, std::bit_cast<std::uint32_t>(parts.unit), 4);
  put(model, 16, std::bit_cast<std::uint32_t>(parts.veto_unit), 4);
  for (std::size_t f = 0; f < 26; ++f) {
    put(model, 20 + 8 * f, std::bit_cast<std::uint32_t>(parts.lowest), 4);
    put(model, 24 + 8 * f, std::bit_cast<std::uint32_t>(parts.levels_per_unit), 4);
  }
  std::size_t at = 228;
  for (const auto* list : {&parts.trees, &parts.veto}) {
    for (const Question& question : *list) {
      put_question(model, at, question);
      at += 22;
    }
  }
  seal(model);
  return model;
}

}  // namespace homeostat::testing
