/// Manual pages in roff's man macros, written from the command line as data.
#pragma once
#include "completion_tree.h"

namespace gradus::cli {

/// A page of section 1.
struct ManPage {
  std::string name;  ///< "gradus-train"
  std::string text;
};

/// One page for the program and one a command, those of a command's own commands (the demos) among
/// it. `version` is the program's.
std::vector<ManPage> man_pages(const CompletionCommand& root, const std::string& version);

/// Text as roff prints it: no character starts a request or is taken for markup, a hyphen can be
/// copied, and what is not ASCII is named. `text` is UTF-8.
std::string roff_text(const std::string& text);

/// What every page says of the program: exit codes, files, environment.
std::string exit_status_section();
std::string files_section();
std::string environment_section();

}  // namespace gradus::cli
