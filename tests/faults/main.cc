// Prints safety/FAULTS.md: what becomes of each fault that the device must survive. Fails
// where one is not survived as expected.
#include <cstdio>
#include <exception>

#include "tests/faults/campaign.h"

int main() {
  try {
    return homeostat::faults::run_campaign() ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
