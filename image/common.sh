# shellcheck shell=bash
# common.sh - what the image scripts share; sourced, never run.
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034  # for those who source this file
ROOT=$(dirname "$HERE")
CACHE=${SEKISHO_IMAGE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/sekisho/image}
TARGET=$ROOT/target/image
export PATH=$PATH:/usr/sbin:/sbin

ME=$(basename "$0")
die() { echo "$ME: $*" >&2; exit 1; }
say() { echo "   $*"; }

# The comment block at the head of the calling script is its help.
usage() { sed -n '2,/^[^#]/p' "$0" | sed -n 's/^# \{0,1\}//p'; exit "${1:-2}"; }

need_root() {
  [ "$(id -u)" = 0 ] || die "an image holds files of root and needs root; run: sudo ./sekisho $1"
}

# Sets what depends on the architecture.
arch() { # amd64|arm64
  ARCH=$1
  case $ARCH in
    amd64) TTY=ttyS0 EFI_FILE=BOOTX64.EFI GRUB_TARGET=x86_64-efi ROOT_TYPE=4f68bce3-e8cd-4db1-96e7-fbcaf984b709 ;;
    arm64) TTY=ttyAMA0 EFI_FILE=BOOTAA64.EFI GRUB_TARGET=arm64-efi ROOT_TYPE=b921b045-1df0-41c3-af44-4c6f280d3fae ;;
    *) die "an image is for amd64 or arm64, not '$ARCH'" ;;
  esac
  WORK=$TARGET/$ARCH
  mkdir -p "$CACHE" "$WORK"
}
