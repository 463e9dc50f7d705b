#include <csignal>
#include <exception>
#include <iostream>

#include "app/command_line.h"
#include "app/system.h"

int main(int argc, char** argv) {
  using namespace sekisho::gateway;
  // A peer that hangs up is an error value, not a signal.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    const SystemClock clock;
    SystemRandom random;
    const Environment environment = process_environment();
    return run_command_line(argc, argv, {clock, random, environment, std::cout, std::cerr});
  } catch (const std::exception& broken) {
    std::cerr << "sekisho: " << broken.what() << '\n';
    return 1;
  }
}
