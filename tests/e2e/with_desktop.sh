#!/usr/bin/env bash
# with_desktop.sh PROGRAM ARGUMENT…: runs the program on a desktop of its own: a virtual display, a private
# message bus, a fresh home folder, an unlocked keyring, and tauri-driver. All of it ends with the program.
#
# Environment: TAURI_DRIVER (its path), DRIVER_PORT and NATIVE_PORT (both free on the loopback).
set -euo pipefail

if [ -z "${HABERDASH_DESKTOP_SESSION:-}" ]; then
  export HABERDASH_DESKTOP_SESSION=1
  exec dbus-run-session -- xvfb-run --auto-servernum --server-args='-screen 0 1440x900x24 -dpi 96' "$0" "$@"
fi

driver=${TAURI_DRIVER:?the path of tauri-driver}
port=${DRIVER_PORT:?a free port} native_port=${NATIVE_PORT:?another free port}
scratch=$(mktemp -d)
running=()
put_away() {
  local process
  for process in "${running[@]}"; do kill "$process" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$scratch"
}
trap put_away EXIT

mkdir -p "$scratch/home" "$scratch/run"
chmod 700 "$scratch/run"
export HOME=$scratch/home XDG_RUNTIME_DIR=$scratch/run
unset XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME XDG_STATE_HOME
# Pages see the language as navigator.language, and "C" is none that Intl knows.
export LANG=en_US.UTF-8 LANGUAGE=en_US TZ=UTC
# The accessibility bus would only be started to serve a screen reader that is not there.
export NO_AT_BRIDGE=1 GTK_A11Y=none

printf 'test' | gnome-keyring-daemon --unlock --components=secrets --foreground >"$scratch/keyring.log" 2>&1 &
running+=($!)
"$driver" --port "$port" --native-port "$native_port" --native-driver "$(command -v WebKitWebDriver)" \
  >"$scratch/driver.log" 2>&1 &
running+=($!)

reachable=
for _ in $(seq 100); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then reachable=1; break; fi
  sleep 0.1
done
if [ -z "$reachable" ]; then
  echo "tauri-driver did not start:" >&2
  cat "$scratch/driver.log" >&2
  exit 1
fi

status=0
"$@" || status=$?
exit "$status"
