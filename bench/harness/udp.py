"""UDP packets at a steady rate, and a count of those that arrive: iperf3's receiver has a buffer of
a few milliseconds, so on two busy cores it would measure its own scheduling.

  udp.py receive PORT                           prints `ready`, then how many arrived until the end
  udp.py send HOST PORT PAYLOAD RATE SECONDS    prints packets sent and seconds; rate 0: all it can
"""

import socket
import struct
import sys
import time

SO_RCVBUFFORCE = 33
BUFFER = 32 << 20
TICK = 0.001
END = b"!"  # a payload of one octet ends a run
ENDS = 20
QUIET = 3  # seconds without a packet end it too


def receive(port):
    """Counts until the end was heard, or nothing more comes."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, BUFFER)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", QUIET, 0))
    sock.bind(("0.0.0.0", port))
    print("ready", flush=True)
    take, buffer, count = sock.recv_into, bytearray(2048), 0
    try:
        while take(buffer) > 1:
            count += 1
    except BlockingIOError:
        pass
    print(count)


def send(host, port, payload, rate, seconds):
    """Sends in bursts of one millisecond each."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.connect((host, port))
    put, data, clock = sock.send, bytes(payload), time.monotonic
    sent, begun = 0, clock()
    elapsed = 0.0
    while elapsed < seconds:
        due = int(elapsed * rate) - sent if rate else 64
        for _ in range(due):
            put(data)
        sent += max(due, 0)
        if rate:
            time.sleep(TICK)
        elapsed = clock() - begun
    print(sent, elapsed, flush=True)
    time.sleep(0.1)  # what is still queued arrives before the end
    last = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)  # not connected: nobody may listen now
    for _ in range(ENDS):
        last.sendto(END, (host, port))
        time.sleep(0.002)


if __name__ == "__main__":
    if sys.argv[1] == "receive":
        receive(int(sys.argv[2]))
    else:
        send(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]),
             float(sys.argv[6]))
