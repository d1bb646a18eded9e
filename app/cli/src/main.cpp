#include "gradus/cli/run.h"

int main(int argc, char** argv) {
  return gradus::cli::run(argc, argv);
}
