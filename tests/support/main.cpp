#define CATCH_CONFIG_RUNNER
#include <csignal>

#include "catch.h"

int main(int argc, char** argv) {
  // A shell starts what it puts in the background with these ignored, which programs respect.
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) std::signal(signal, SIG_DFL);
  return Catch::Session().run(argc, argv);
}
