package org.sekisho.api.eap;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** What is to be done after a packet. */
public sealed interface EapStep {

  /**
   * The conversation goes on: send a packet, the other side answers.
   *
   * @param packet EAP packet, header included
   */
  @SuppressWarnings("ArrayRecordComponent") // octets never compared
  record Send(byte[] packet) implements EapStep {
    /** Lengths only: challenges and answers are nobody's business. */
    @Override
    public String toString() {
      return "Send[" + packet.length + " octets]";
    }
  }

  /**
   * The peer is authenticated.
   *
   * @param packet EAP-Success for the peer; the server's only
   * @param method what authenticated it
   * @param identity name that was authenticated, not the one that was claimed first
   * @param masterSessionKey 64 octets, the receiver's to zero; empty for methods without keys
   * @param chain the other side's certificates, its own first, which the receiver must have checked
   *     before it builds on anything here: nobody has asked yet whether they lead to a trusted
   *     authority, nor whether they are revoked; empty for methods without certificates
   */
  @SuppressWarnings("ArrayRecordComponent") // octets never compared
  record Success(
      Optional<byte[]> packet,
      EapMethod method,
      String identity,
      Optional<byte[]> masterSessionKey,
      List<X509Certificate> chain)
      implements EapStep {
    /** Copies the chain. */
    public Success {
      chain = List.copyOf(chain);
    }

    /** Without the key. */
    @Override
    public String toString() {
      return "Success[" + method.label() + ", " + identity + "]";
    }
  }

  /**
   * The peer is not authenticated, or not to be trusted.
   *
   * @param packet EAP-Failure for the peer; the server's only
   * @param reason one sentence for the administrator, without secrets
   */
  @SuppressWarnings("ArrayRecordComponent") // octets never compared
  record Failure(Optional<byte[]> packet, String reason) implements EapStep {
    /** The reason. */
    @Override
    public String toString() {
      return "Failure[" + reason + "]";
    }
  }
}
