package org.sekisho.ike.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * Redirects of one gateway, as client (RFC 5685): where it sent us, and how often. A redirect in
 * IKE_SA_INIT is vouched for by nothing but our own nonce, so it is followed only where a line says
 * so; names are not followed, and after five redirects in five minutes none is.
 */
final class Redirection {

  private static final int IPV4 = 1;
  private static final int IPV6 = 2;
  private static final int MOST = 5;
  private static final long WITHIN_MILLIS = 300_000;

  private final Gateway gateway;
  private final Deque<Long> followed = new ArrayDeque<>();
  private Optional<InetAddress> target = Optional.empty();
  private Optional<InetAddress> from = Optional.empty();

  Redirection(Gateway gateway) {
    this.gateway = gateway;
  }

  /** What we say about it in an IKE_SA_INIT request (sections 3 and 4). */
  List<Payload> announcements() {
    if (!gateway.config().extensions().redirect()) {
      return List.of();
    }
    return List.of(
        from.map(a -> NotifyPayload.of(NotifyType.REDIRECTED_FROM, identity(a)))
            .orElseGet(() -> NotifyPayload.of(NotifyType.REDIRECT_SUPPORTED)));
  }

  /** Where the peer is according to the last redirect, empty for where the lines say. */
  Optional<InetAddress> target() {
    return target;
  }

  /**
   * A message redirects us.
   *
   * @param nonce what an IKE_SA_INIT response must repeat; empty in authenticated messages
   * @return whether there is a target that is followed from now on
   */
  boolean follow(Payloads message, InetAddress sender, Optional<byte[]> nonce) {
    Optional<NotifyPayload> redirect = message.notify(NotifyType.REDIRECT);
    if (redirect.isEmpty() || !gateway.config().extensions().redirect()) {
      return false;
    }
    Optional<InetAddress> to = destination(redirect.get().data(), nonce);
    if (to.isEmpty() || to.get().equals(sender)) {
      return false;
    }
    long now = gateway.context().now();
    followed.removeIf(at -> at <= now - WITHIN_MILLIS);
    String label = "[IKE2] " + gateway.config().label();
    if (followed.size() >= MOST) {
      gateway.context().output.log(label + " redirected too often, the redirect is ignored");
      forget();
      return false;
    }
    followed.add(now);
    gateway.context().output.log(label + " redirected to " + to.get().getHostAddress());
    target = to;
    from = Optional.of(sender);
    return true;
  }

  /** The next attempt goes where the lines say. */
  void forget() {
    target = Optional.empty();
    from = Optional.empty();
  }

  /** The new place works: the next attempt there is none that was redirected. */
  void arrived() {
    from = Optional.empty();
  }

  private static Optional<InetAddress> destination(byte[] data, Optional<byte[]> nonce) {
    if (data.length < 2) {
      return Optional.empty();
    }
    int length = data[1] & 0xff;
    int expected = data[0] == IPV4 ? 4 : data[0] == IPV6 ? 16 : -1;
    if (length != expected || data.length < 2 + length) {
      return Optional.empty();
    }
    byte[] echoed = Arrays.copyOfRange(data, 2 + length, data.length);
    if (nonce.isPresent() && !Arrays.equals(nonce.get(), echoed)) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByAddress(Arrays.copyOfRange(data, 2, 2 + length)))
          .filter(a -> !a.isAnyLocalAddress() && !a.isMulticastAddress() && !a.isLoopbackAddress());
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] identity(InetAddress address) {
    byte[] octets = address.getAddress();
    byte[] data = new byte[2 + octets.length];
    data[0] = (byte) (octets.length == 4 ? IPV4 : IPV6);
    data[1] = (byte) octets.length;
    System.arraycopy(octets, 0, data, 2, octets.length);
    return data;
  }
}
