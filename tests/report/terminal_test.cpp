#include "gradus/report/terminal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <optional>

#include "catch.h"

using gradus::report::Terminal;

namespace {

// Sets a variable, or removes it, while it lives.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* old = ::getenv(name)) old_ = old;
    set(value);
  }
  ~Variable() { set(old_ ? old_->c_str() : nullptr); }

 private:
  void set(const char* value) { value == nullptr ? ::unsetenv(name_) : ::setenv(name_, value, 1); }

  const char* name_;
  std::optional<std::string> old_;
};

struct PseudoTerminal {
  int master = ::posix_openpt(O_RDWR | O_NOCTTY);
  int slave = -1;

  explicit PseudoTerminal(unsigned short columns) {
    if (master < 0 || ::grantpt(master) != 0 || ::unlockpt(master) != 0) return;
    slave = ::open(::ptsname(master), O_RDWR | O_NOCTTY);
    winsize size{};
    size.ws_col = columns;
    size.ws_row = 24;
    ::ioctl(slave, TIOCSWINSZ, &size);
  }
  ~PseudoTerminal() {
    ::close(slave);
    ::close(master);
  }
};

}  // namespace

TEST_CASE("A terminal is found out with its width and colours") {
  const PseudoTerminal terminal(123);
  if (terminal.slave < 0) {
    WARN("skipped: no pseudo-terminals here");
    return;
  }
  const Variable no_color("NO_COLOR", nullptr);
  {
    const Variable term("TERM", "xterm");
    const Terminal found = Terminal::of(terminal.slave);
    CHECK(found.interactive);
    CHECK(found.colour);
    CHECK(found.width == 123);
    const Variable plain("NO_COLOR", "1");
    CHECK_FALSE(Terminal::of(terminal.slave).colour);
    CHECK(Terminal::of(terminal.slave).interactive);
  }
  const Variable dumb("TERM", "dumb");
  CHECK_FALSE(Terminal::of(terminal.slave).interactive);
  CHECK_FALSE(Terminal::of(terminal.slave).colour);
}

TEST_CASE("What is no terminal gets plain output of 80 columns, or COLUMNS") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const Variable term("TERM", "xterm");
  {
    const Variable columns("COLUMNS", nullptr);
    const Terminal found = Terminal::of(ends[1]);
    CHECK_FALSE(found.interactive);
    CHECK_FALSE(found.colour);
    CHECK(found.width == 80);
  }
  {
    const Variable columns("COLUMNS", "132");
    CHECK(Terminal::of(ends[1]).width == 132);
  }
  for (const char* bad : {"0", "-3", "wide", "99999999999"}) {
    const Variable columns("COLUMNS", bad);
    CHECK(Terminal::of(ends[1]).width == 80);
  }
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_CASE("Characters beyond ASCII are for UTF-8 locales, LC_ALL before LANG") {
  const Variable lang("LANG", "en_US.UTF-8"), ctype("LC_CTYPE", nullptr);
  {
    const Variable all("LC_ALL", nullptr);
    CHECK(Terminal::of(1).unicode);
  }
  {
    const Variable all("LC_ALL", "C");
    CHECK_FALSE(Terminal::of(1).unicode);
  }
  const Variable all("LC_ALL", "C.utf8");
  CHECK(Terminal::of(1).unicode);
}
