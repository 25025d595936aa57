# shellcheck shell=bash
# common.sh - what every lab script shares; sourced, never run.
#
# SEKISHO_LAB_RUN   sockets, peers, PKI                      (default /run/sekisho-lab)
# SEKISHO_LAB_DATA  unpacked distributions and router data   (default /var/tmp/sekisho-lab: /run is
#                   often a small file system mounted noexec, and the router maps native code)
LAB=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034  # for those who source this file
ROOT=$(dirname "$LAB")
SEKISHO_LAB_RUN=${SEKISHO_LAB_RUN:-/run/sekisho-lab}
SEKISHO_LAB_DATA=${SEKISHO_LAB_DATA:-/var/tmp/sekisho-lab}
PEER_STATE=${PEER_STATE:-$SEKISHO_LAB_RUN/peers}
export SEKISHO_LAB_RUN SEKISHO_LAB_DATA PEER_STATE

ME=$(basename "$0")
die() { echo "$ME: $*" >&2; exit 1; }

# The comment block at the head of the calling script is its help.
usage() { sed -n '2,/^[^#]/p' "$0" | sed -n 's/^# \{0,1\}//p'; exit "${1:-2}"; }

need_root() {
  [ "$(id -u)" = 0 ] || die "network namespaces need root; run: sudo $0${1:+ $1}"
}

# Prefix of the namespaces of one lab: short, because it becomes part of names the kernel limits.
check_prefix() {
  case $1 in
    *[!a-zA-Z0-9]* | '') die "a lab's prefix must be letters and digits, not '$1'" ;;
  esac
  [ ${#1} -le 10 ] || die "a lab's prefix has at most 10 characters, '$1' has ${#1}"
}

trim() {
  local s=$1
  s=${s#"${s%%[![:space:]]*}"}
  printf '%s' "${s%"${s##*[![:space:]]}"}"
}
