# Sourced by ./run and ./test: what the machine must have. Installs what a package manager can install, and says in one line per gap
# what is left to the reader.

missing=()

say() { printf '%s\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo "$@"
  else
    return 1
  fi
}

# apt_install PACKAGE…: quietly, without questions; false when there is no apt-get or no right to use it.
apt_install() {
  command -v apt-get >/dev/null 2>&1 || return 1
  say "Installing: $*"
  if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1; then
    as_root apt-get update -qq >/dev/null 2>&1 || return 1
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null || return 1
  fi
}

need_dotnet() {
  if ! command -v dotnet >/dev/null 2>&1 || ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
    missing+=(".NET SDK 10: install it from your system's packages or from dotnet.microsoft.com, so that 'dotnet --list-sdks' shows 10.x")
  elif ! dotnet --list-runtimes 2>/dev/null | grep -q '^Microsoft\.AspNetCore\.App 10\.'; then
    missing+=("ASP.NET Core 10 runtime: install the aspnetcore-runtime-10.0 package of your system")
  fi
}

need_node() {
  local major
  major=$(node --version 2>/dev/null | sed -E 's/^v([0-9]+).*/\1/')
  if [ -z "$major" ] || [ "$major" -lt 18 ] || ! command -v npm >/dev/null 2>&1; then
    missing+=("Node.js 18 or later with npm (brings the browser's libraries at build time): install nodejs and npm")
  fi
}

has_libsodium() {
  [[ $(ldconfig -p 2>/dev/null) == *libsodium.so.23* ]] || ls /usr/lib/*/libsodium.so.23 /opt/homebrew/lib/libsodium*.dylib /usr/local/lib/libsodium*.dylib >/dev/null 2>&1
}

need_libsodium() {
  has_libsodium || apt_install libsodium23 || missing+=("libsodium 1.0.18 or later: install libsodium23 (Debian, Ubuntu), libsodium (Fedora, Homebrew)")
}

find_chromium() {
  command -v chromium || command -v chromium-browser || command -v google-chrome || true
}

need_chromium() {
  [ -n "$(find_chromium)" ] || apt_install chromium || missing+=("Chromium (drives the browser tests): install the chromium package")
}

need_fonts() {
  fc-list 2>/dev/null | grep -qi 'Noto Sans Arabic' || apt_install fontconfig fonts-noto-core || missing+=("Noto fonts (Arabic in the browser tests): install fonts-noto-core")
}

# need_disk MEGABYTES
need_disk() {
  local free
  free=$(df -Pm . | awk 'NR==2 {print $4}')
  if [ "$free" -lt "$1" ]; then
    missing+=("Disk: $1 MB free are needed here, $free MB are")
  fi
}

# Ends the script when something is missing that could not be installed.
check_prerequisites() {
  if [ "${#missing[@]}" -gt 0 ]; then
    say "Missing on this machine:"
    printf '  - %s\n' "${missing[@]}" >&2
    exit 2
  fi
}

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export NPM_CONFIG_UPDATE_NOTIFIER=false NPM_CONFIG_FUND=false NPM_CONFIG_AUDIT=false
