/// Values computed by PyTorch in Python, as an independent oracle.
#pragma once
#include <map>
#include <string>
#include <vector>

/// Runs tests/oracle/SCRIPT with the Python that the build found and parses what it prints: one
/// line `key number number …` an entry. Throws std::runtime_error with the script's output when it
/// fails.
std::map<std::string, std::vector<double>> run_oracle(const std::string& script);

/// Whether there is a Python that imports torch; a test without one says so and passes.
bool oracle_available();
