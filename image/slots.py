"""slots - the scripts of a box that keep its two slots and make its first start, with a RAUC that does
what it is told.

They run in a mount namespace of their own, with an ESP, a data partition and a kernel command line
made for them: what a cut of power at each of their steps leaves behind, in seconds.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile

from vm import HERE, Failure

SCRIPTS = os.path.join(HERE, "files", "usr", "lib", "sekisho-image")

# Does to GRUB's environment what RAUC does. The power goes at the step that /fake/cut names.
RAUC = """#!/bin/bash
editenv() { grub-editenv /boot/efi/grub/grubenv "$@"; }
mark() { # WORD SLOT
  case $1 in
    mark-good) editenv set "$2_OK=1" "$2_TRY=0" ;;
    mark-bad) editenv set "$2_OK=0" "$2_TRY=0" ;;
    mark-active) editenv set "ORDER=$2 $([ "$2" = A ] && echo B || echo A)" "$2_OK=1" "$2_TRY=0" ;;
  esac
}
cut() { [ "$(cat /fake/cut)" != "$1" ] || kill -9 0; }
slot=$(sed 's/.*rauc.slot=//' /proc/cmdline) other=A
[ "$slot" = B ] || other=B
case $1 in
  info) echo "RAUC_MF_VERSION='2.0'" ;;
  status) case $3 in booted) mark "$2" $slot ;; other) mark "$2" $other ;; esac ;;
  install)
    echo "  0% Installing"
    cut checking
    [ "$(cat /fake/cut)" != refused ] || { echo "LastError: the signature is not that of the image"; exit 1; }
    mark mark-bad $other
    echo " 90% Copying image to rootfs"
    cut writing
    mark mark-active $other
    cut chosen
    echo "100% Installing done."
    ;;
esac
"""

ROOM = """
set -e
mount -t tmpfs none /mnt
mkdir -p /mnt/{fake,data,efi,lib}
cp -p FOLDER/* /mnt/fake
cp -p SCRIPTS/* /mnt/lib
cp "$(readlink -f "$(command -v grub-editenv)")" /mnt/lib/grub-editenv.real
mount --bind /mnt/data /data
mount --bind /mnt/efi /boot/efi
mount --bind /mnt/lib /usr/lib/sekisho-image
mount --bind /mnt/fake /fake
touch /mnt/kmsg
mount --bind /mnt/kmsg /dev/kmsg
mkdir -p /data/firmware /data/sekisho /boot/efi/grub
ln -s /usr/lib/sekisho-image/grub-editenv /fake/grub-editenv
export PATH=/fake:$PATH
ask() { setsid /usr/lib/sekisho-image/firmware <<<"$*" || true; }
boots() { echo "quiet rauc.slot=$1" >/mnt/cmdline; mount --bind /mnt/cmdline /proc/cmdline; }
environment() { grub-editenv /boot/efi/grub/grubenv list | sort | paste -sd' '; }
noted() { cat /data/firmware/"$1" 2>/dev/null || echo -; }
rm -f /boot/efi/grub/grubenv
/usr/lib/sekisho-image/grub-editenv.real /boot/efi/grub/grubenv create
grub-editenv /boot/efi/grub/grubenv set "ORDER=A B" A_OK=1 A_TRY=0 B_OK=1 B_TRY=0
echo 1.0 >/usr/lib/sekisho-image/version
echo 0.9 >/data/firmware/version.B
echo bundle >/data/bundle
echo no >/fake/cut
boots A
"""


@contextlib.contextmanager
def mount_points():
    """The directories of a box that this machine lacks, for as long as something is mounted there."""
    made = [path for path in ("/data", "/boot/efi", "/usr/lib/sekisho-image", "/fake") if not os.path.isdir(path)]
    for path in made:
        os.mkdir(path)
    try:
        yield
    finally:
        for path in made:
            os.rmdir(path)


def room(script):
    """Runs a script in a box's slot A and gives what it prints, line by line."""
    with tempfile.TemporaryDirectory() as folder, mount_points():
        with open(os.path.join(folder, "rauc"), "w") as file:
            file.write(RAUC)
        os.chmod(os.path.join(folder, "rauc"), 0o755)
        # a service that would be asked for, a user that this machine lacks
        for name in ("systemd-run", "systemctl", "chown"):
            path = os.path.join(folder, name)
            with open(path, "w") as file:
                file.write("#!/bin/sh\necho 0\n")
            os.chmod(path, 0o755)
        whole = ROOM.replace("FOLDER", folder).replace("SCRIPTS", SCRIPTS) + script
        done = subprocess.run(["unshare", "--mount", "--fork", "bash", "-c", whole], capture_output=True, text=True)
        if done.returncode:
            raise Failure(f"the room of the scripts: {done.stdout}{done.stderr}")
        return done.stdout.strip().split("\n")


CASES = {
    "an update is chosen with one attempt, on trial": (
        "ask install /data/bundle | tail -1; environment; noted trial; noted version.B",
        ["done", "A_OK=1 A_TRY=0 B_OK=1 B_TRY=2 ORDER=B A", "B", "2.0"]),
    "a bundle that is refused leaves the other slot as it was": (
        "echo refused >/fake/cut; ask install /data/bundle | tail -1; environment; noted trial; noted version.B",
        ["error The firmware was not taken: the signature is not that of the image",
         "A_OK=1 A_TRY=0 B_OK=1 B_TRY=0 ORDER=A B", "-", "0.9"]),
    "power cut while the bundle is checked": (
        "echo checking >/fake/cut; ask install /data/bundle >/dev/null; /usr/lib/sekisho-image/trial; "
        "environment; noted trial; noted failed; noted version.B",
        ["A_OK=1 A_TRY=0 B_OK=1 B_TRY=0 ORDER=A B", "-", "Version 2.0: it was not written to its end", "0.9"]),
    "power cut while the slot is written": (
        "echo writing >/fake/cut; ask install /data/bundle >/dev/null; /usr/lib/sekisho-image/trial; "
        "environment; noted trial; noted failed; noted version.B",
        ["A_OK=1 A_TRY=0 B_OK=0 B_TRY=0 ORDER=A B", "-", "Version 2.0: it was not written to its end", "-"]),
    "power cut when the slot is chosen: it is on trial": (
        "echo chosen >/fake/cut; ask install /data/bundle >/dev/null; environment; boots B; ask status | grep trial",
        ["A_OK=1 A_TRY=0 B_OK=1 B_TRY=0 ORDER=B A", "trial=on"]),
    "a slot that did not start": (
        "ask install /data/bundle >/dev/null; /usr/lib/sekisho-image/trial; environment; noted trial; noted failed",
        ["A_OK=1 A_TRY=0 B_OK=0 B_TRY=0 ORDER=A B", "-", "Version 2.0: it did not start"]),
    "a slot that says itself that it does not work": (
        "ask install /data/bundle >/dev/null; boots B; echo 2.0 >/usr/lib/sekisho-image/version; "
        "ask failed tunnel 1 is not up again | tail -1; environment; noted trial; noted failed",
        ["done", "A_OK=1 A_TRY=0 B_OK=0 B_TRY=0 ORDER=A B", "-", "Version 2.0: tunnel 1 is not up again"]),
    "a slot that works is confirmed": (
        "ask install /data/bundle >/dev/null; boots B; echo 2.0 >/usr/lib/sekisho-image/version; "
        "ask good; environment; noted trial; noted version.B",
        ["done", "A_OK=1 A_TRY=0 B_OK=1 B_TRY=0 ORDER=B A", "-", "2.0"]),
    "no update of a firmware that is on trial itself": (
        "ask install /data/bundle >/dev/null; boots B; ask install /data/bundle",
        ["error This firmware is on trial itself: wait until it is confirmed, or type firmware confirm"]),
    "the first start makes a serial number and takes files from the ESP, once": (
        "printf 'ip lan1 address 10.0.0.1/24\\r\\n' >/boot/efi/config0; echo key >/boot/efi/authorized_keys; "
        "first=/usr/lib/sekisho-image/firstboot; $first >/dev/null; cat /data/sekisho/config0; "
        "stat -c %a /data/sekisho /data/sekisho/config0; ls /boot/efi; "
        "serial=$(cat /data/sekisho/serial); [[ $serial =~ ^S[0-9A-Z]{10}$ ]] && echo numbered; "
        "echo later >/boot/efi/config0; $first >/dev/null; cat /data/sekisho/config0 /boot/efi/config0; "
        "[ $serial = $(cat /data/sekisho/serial) ] && echo same",
        ["ip lan1 address 10.0.0.1/24", "700", "600", "grub", "numbered", "ip lan1 address 10.0.0.1/24", "later",
         "same"]),
    "a file that was taken when the power went leaves the ESP at the next start": (
        "echo one >/data/sekisho/config0; echo one >/boot/efi/config0; "
        "/usr/lib/sekisho-image/firstboot >/dev/null; cat /data/sekisho/config0; ls /boot/efi",
        ["one", "grub"]),
    "without an ESP the first start is not over": (
        "umount /boot/efi; /usr/lib/sekisho-image/firstboot >/dev/null; ls /data/sekisho",
        ["serial"]),
    "an environment that is spoilt begins anew with the slot that runs": (
        "head -c 1024 /dev/zero >/boot/efi/grub/grubenv; boots B; ask good; environment",
        ["done", "A_OK=0 A_TRY=0 B_OK=1 B_TRY=0 ORDER=B A"]),
}


def slots(say):
    """Runs all cases."""
    if not shutil.which("grub-editenv"):
        raise Failure("grub-editenv is missing; run: apt-get install grub-common")
    for name, (script, wanted) in CASES.items():
        found = room(script)
        if found != wanted:
            raise Failure(f"{name}: {found} instead of {wanted}")
    say(f"the scripts of slots and first start: {len(CASES)} cases as they should be")
