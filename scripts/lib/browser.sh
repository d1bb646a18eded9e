# shellcheck shell=bash
# What the browser tests run with, into build/browser by the lock file of tests/browser.
BROWSER_TESTS="$GRADUS_ROOT/tests/browser"
BROWSER_PACKAGES="$GRADUS_ROOT/build/browser"

# npm writes node_modules/.package-lock.json when all packages are there.
have_browser_packages() {
  [ -e "$BROWSER_PACKAGES/node_modules/.package-lock.json" ] &&
    cmp -s "$BROWSER_TESTS/package-lock.json" "$BROWSER_PACKAGES/package-lock.json"
}

# Is there something that install_browser_packages could do?
lacks_browser_packages() { [ "$DEV" = 1 ] && have npm && ! have_browser_packages; }

# Node.js has certificates of its own; those of the system are those that the user's network needs.
npm_ci() (
  certificates=/etc/ssl/certs/ca-certificates.crt
  if [ -r "$certificates" ]; then export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$certificates}"; fi
  cd "$BROWSER_PACKAGES" && logged npm ci --ignore-scripts --no-audit --no-fund --no-progress --fetch-retries=1
)

# The step, with --dev: without it the browser tests are skipped, and say why.
install_browser_packages() {
  lacks_browser_packages || return 0
  say browser "installing playwright-core and axe-core into build/browser: the browser tests; about 13 MB on disk"
  if ! mkdir -p "$BROWSER_PACKAGES" || ! cp "$BROWSER_TESTS"/package*.json "$BROWSER_PACKAGES" || ! npm_ci; then
    warn browser "npm ci: $(last_error); the browser tests will be skipped"
  fi
}
