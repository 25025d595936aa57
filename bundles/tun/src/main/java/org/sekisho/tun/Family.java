package org.sekisho.tun;

/** Address families of the outer sockets, with what the kernel calls their parts. */
enum Family {
  /** AF_INET: ip(7). */
  IPV4(2, 16, "IPv4"),
  /** AF_INET6: ipv6(7). */
  IPV6(10, 28, "IPv6");

  private final int domain;
  private final int addressLength;
  private final String label;

  Family(int domain, int addressLength, String label) {
    this.domain = domain;
    this.addressLength = addressLength;
    this.label = label;
  }

  /** AF_INET or AF_INET6. */
  int domain() {
    return domain;
  }

  /** Octets of sockaddr_in or sockaddr_in6. */
  int addressLength() {
    return addressLength;
  }

  /** {@code IPv4} or {@code IPv6}. */
  String label() {
    return label;
  }
}
