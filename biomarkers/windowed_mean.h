// The sums of a feature over a sliding window of fixed memory, from a quarter second to
// half an hour, and their mean.
//
// Knows no feature. The window is cut into at most kBlocks equal blocks of whole frames
// and slides a block at a time, so the mean lags by up to one block. A window that no
// block divides is rounded up by less than a block.
//
// Nothing is ever subtracted: the window's sum is a suffix sum of the blocks of the last
// round plus a running sum of this round's, and each round starts anew. So there is no
// drift, a wild value leaves without a trace, and a block costs two additions on average
// (kBlocks in the frame that ends a round).
#pragma once

#include <array>
#include <cstddef>

#include "biomarkers/channel_samples.h"

namespace homeostat::biomarkers {

// The frames of a block: the fewest that cover `window_frames` in at most `blocks`
// blocks; up to twice as many if they divide the window exactly.
constexpr int frames_per_block(int window_frames, int blocks) noexcept {
  const int fewest = (window_frames + blocks - 1) / blocks;
  for (int frames = fewest; frames < 2 * fewest; ++frames) {
    if (window_frames % frames == 0) return frames;
  }
  return fewest;
}

template <int kBlocks, class Sum = FrameSum>
class WindowedMean {
 public:
  // One frame at least.
  explicit constexpr WindowedMean(int window_frames) noexcept
      : frames_per_block_(frames_per_block(window_frames, kBlocks)),
        blocks_((window_frames + frames_per_block_ - 1) / frames_per_block_) {}

  constexpr int window_frames() const noexcept { return blocks_ * frames_per_block_; }

  void add(const Sum& frame) noexcept {
    block_ += frame;
    if (++frames_in_block_ < frames_per_block_) return;
    frames_in_block_ = 0;
    this_round_ += block_;
    at(next_) = block_;
    block_ = {};
    if (++next_ == blocks_) begin_round();
  }

  void clear() noexcept {
    frames_in_block_ = 0;
    next_ = 0;
    block_ = {};
    this_round_ = {};
    ring_ = {};
  }

  Sum total() const noexcept {
    Sum all = at(next_);
    all += this_round_;
    return all;
  }
  // Over the samples that counted; zero where none did.
  float mean() const noexcept {
    const Sum all = total();
    return all.count > 0 ? all.sum / static_cast<float>(all.count) : 0.0F;
  }
  int count() const noexcept { return at(next_).count + this_round_.count; }

 private:
  Sum& at(int i) noexcept { return ring_[static_cast<std::size_t>(i)]; }
  const Sum& at(int i) const noexcept { return ring_[static_cast<std::size_t>(i)]; }

  // Turns this round's blocks into sums from each block to the end.
  void begin_round() noexcept {
    for (int i = blocks_ - 2; i >= 0; --i) at(i) += at(i + 1);
    this_round_ = {};
    next_ = 0;
  }

  int frames_per_block_;
  int blocks_;
  int frames_in_block_ = 0;
  int next_ = 0;    // the block being filled
  Sum block_;       // so far
  Sum this_round_;  // blocks before next_
  // Before next_: this round's blocks. From next_ on: suffix sums of the last round.
  std::array<Sum, kBlocks> ring_{};
};

}  // namespace homeostat::biomarkers
