// A feature that lies in memory which it shares with others, in no more than its own
// size.
//
// Knows which peer lies there, and no window. biomarkers/feature.h says what a peer is.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>
#include <variant>

#include "biomarkers/detector_memory.h"
#include "biomarkers/feature.h"

namespace homeostat::biomarkers {

// The peers in the order of their numbers.
inline constexpr std::size_t kPeers = std::variant_size_v<AnyFeature>;
template <std::size_t i>
using Peer = std::variant_alternative_t<i, AnyFeature>;

// visit(std::type_identity<the peer of that number>) -> Answer. A number that is none:
// an empty answer.
template <class Answer, class Visit>
constexpr Answer visit_peer(std::size_t number, const Visit& visit) noexcept {
  Answer answer{};
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    (void)((number == i && (answer = visit(std::type_identity<Peer<i>>{}), true)) || ...);
  }
  (std::make_index_sequence<kPeers>{});
  return answer;
}

class KeptFeature {
 public:
  KeptFeature() noexcept = default;  // nowhere: sees nothing
  KeptFeature(const AnyFeature& feature, DetectorMemory& memory) noexcept
      : number_(static_cast<std::uint8_t>(feature.index())),
        place_(std::visit([&](const auto& peer) { return memory.keep(peer); }, feature)) {
  }

  static constexpr int bytes_of(Feature feature) noexcept {
    return visit_peer<int>(
        static_cast<std::size_t>(feature),
        []<class T>(std::type_identity<T>) { return DetectorMemory::bytes_of<T>(); });
  }
  static constexpr bool is_mean(Feature feature) noexcept {
    return visit_peer<bool>(static_cast<std::size_t>(feature),
                            []<class T>(std::type_identity<T>) { return kIsMean<T>; });
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
  std::uint8_t number_ = 0;
  DetectorMemory::Place place_;
};

}  // namespace homeostat::biomarkers
