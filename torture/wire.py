"""What tcpdump wrote: the IKE SA and the ESP packets that went to one address on port 4500."""

import socket
import struct
from pathlib import Path

FILE_HEADER, RECORD_HEADER, ETHERNET = 24, 16, 14
MTU = 1500  # what is longer the device was to cut
MARKER = bytes(4)  # RFC 3948: in front of IKE on port 4500


class Wire:
    """One file of pcap, from an Ethernet device of this machine."""

    def __init__(self, path, target):
        self.esp, self.ike_spis = [], None
        data, at, wanted = Path(path).read_bytes(), FILE_HEADER, socket.inet_aton(target)
        while at + RECORD_HEADER <= len(data):
            length, = struct.unpack_from("=I", data, at + 8)
            self._add(data[at + RECORD_HEADER + ETHERNET:at + RECORD_HEADER + length], wanted)
            at += RECORD_HEADER + length

    def _add(self, ip, wanted):
        if not 28 <= len(ip) <= MTU or ip[9] != socket.IPPROTO_UDP or ip[16:20] != wanted:
            return
        udp = ip[4 * (ip[0] & 15):]
        port, length = struct.unpack_from("!HH", udp, 2)
        payload = udp[8:length]
        if port != 4500 or len(payload) < 28:
            return
        if payload[:4] == MARKER:
            self.ike_spis = payload[4:20]
        elif len(payload) == length - 8:
            self.esp.append(bytes(payload))
