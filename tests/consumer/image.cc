#include "controller/device_image.h"

// What is no image must be refused: zero says that the reader of images links and runs.
int main() {
  using namespace homeostat::controller;
  static TherapyProgram program{}, room{};
  const ImageVerdict verdict = load_image({}, {}, program, room);
  return verdict.refusal == ImageRefusal::kNotAnImage ? 0 : 1;
}
