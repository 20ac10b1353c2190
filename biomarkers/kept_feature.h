// A feature that lies in memory which it shares with others, in no more than its own
// size.
//
// Knows which peer lies there, and no window. biomarkers/feature.h says what a peer is.
#pragma once

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <variant>

#include "biomarkers/detector_memory.h"
#include "biomarkers/feature.h"

namespace homeostat::biomarkers {

// visit(std::type_identity<the peer of that number>) -> Answer. A number that is none, or
// of what this build does not carry: an empty answer.
template <class Answer, class Visit>
constexpr Answer visit_peer(std::size_t number, const Visit& visit) noexcept {
  Answer answer{};
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    (void)((carries(static_cast<Feature>(i)) && number == i &&
            (answer = visit(std::type_identity<Peer<i>>{}), true)) ||
           ...);
  }
  (std::make_index_sequence<kPeers>{});
  return answer;
}

class KeptFeature {
 public:
  KeptFeature() noexcept = default;  // nowhere: sees nothing
  KeptFeature(const DetectorSettings& settings, float sample_rate_hz,
              DetectorMemory& memory) noexcept
      : number_(carries(settings.feature) ? static_cast<std::uint8_t>(settings.feature)
                                          : std::uint8_t{0}),
        place_(make_chosen(settings, sample_rate_hz,
                           [&]<class T>(std::type_identity<T>, const auto&... arguments) {
                             return memory.make<T>(arguments...);
                           })) {}

  static constexpr int bytes_of(Feature feature) noexcept {
    const auto number = static_cast<std::size_t>(feature);
    return carries(feature) ? kBytes[number] : 0;
  }
  static constexpr bool is_mean(Feature feature) noexcept {
    return carries(feature) && (kMeans >> static_cast<int>(feature) & 1U) != 0;
  }

  // True where it is the mean of one sum.
  bool is_mean() const noexcept { return is_mean(static_cast<Feature>(number_)); }

  // `memory` is where it was kept, or a copy.
  FrameMoments update(DetectorMemory& memory, const ChannelSamples& samples,
                      const ChannelSamples& other) const noexcept {
    if (!place_.somewhere()) return {};
    return visit_peer<FrameMoments>(number_, [&]<class T>(std::type_identity<T>) {
      return update_peer(memory.at<T>(place_), samples, other);
    });
  }
  float value_over(const DetectorMemory& memory,
                   const FrameMoments& window) const noexcept {
    if (!place_.somewhere()) return 0.0F;
    return visit_peer<float>(number_, [&]<class T>(std::type_identity<T>) {
      return value_of_peer(memory.at<T>(place_), window);
    });
  }

 private:
  // Of each peer, by its number.
  static constexpr auto kBytes = []<std::size_t... i>(std::index_sequence<i...>) {
    return std::array<std::uint16_t, kPeers>{DetectorMemory::bytes_of<Peer<i>>()...};
  }
  (std::make_index_sequence<kPeers>{});
  static constexpr std::uint32_t kMeans =
      []<std::size_t... i>(std::index_sequence<i...>) {
    return ((std::uint32_t{kIsMean<Peer<i>>} << i) | ...);
  }
  (std::make_index_sequence<kPeers>{});

  std::uint8_t number_ = 0;
  DetectorMemory::Place place_;
};

}  // namespace homeostat::biomarkers
