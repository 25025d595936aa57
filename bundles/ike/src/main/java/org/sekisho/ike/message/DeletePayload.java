package org.sekisho.ike.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Delete (RFC 7296 section 3.11).
 *
 * @param protocol {@link ProtocolId#IKE} (then without SPIs) or {@link ProtocolId#ESP}
 * @param spis SPIs of the SAs the sender receives on
 */
public record DeletePayload(int protocol, List<Integer> spis) implements Payload {

  /** Copies the list. */
  public DeletePayload {
    spis = List.copyOf(spis);
  }

  /** Deletes the IKE SA the message travels on. */
  public static DeletePayload ike() {
    return new DeletePayload(ProtocolId.IKE, List.of());
  }

  /** Deletes ESP SAs. */
  public static DeletePayload esp(List<Integer> spis) {
    return new DeletePayload(ProtocolId.ESP, spis);
  }

  static DeletePayload decode(WireReader in) throws MalformedMessageException {
    int protocol = in.u8();
    int size = in.u8();
    int count = in.u16();
    int expected =
        switch (protocol) {
          case ProtocolId.IKE -> 0;
          case ProtocolId.ESP, ProtocolId.AH -> 4;
          default -> throw new MalformedMessageException("delete for protocol " + protocol);
        };
    if (size != expected || (expected == 0 && count != 0) || count * expected != in.remaining()) {
      throw new MalformedMessageException("delete with " + count + " SPIs of " + size + " octets");
    }
    List<Integer> spis = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      spis.add(in.i32());
    }
    return new DeletePayload(protocol, spis);
  }

  @Override
  public int type() {
    return DELETE;
  }

  @Override
  public byte[] body() {
    WireWriter out =
        new WireWriter().u8(protocol).u8(protocol == ProtocolId.IKE ? 0 : 4).u16(spis.size());
    spis.forEach(out::i32);
    return out.toByteArray();
  }
}
