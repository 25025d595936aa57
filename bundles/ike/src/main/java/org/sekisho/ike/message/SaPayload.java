package org.sekisho.ike.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Security association: proposals of transforms (RFC 7296 section 3.3).
 *
 * <pre>
 *   SA payload
 *    └ Proposal #n  last(0/2) reserved length number protocol spi-size #transforms spi
 *       └ Transform last(0/3) reserved length type reserved id attributes
 *          └ Key Length  800e bits
 * </pre>
 *
 * @param proposals proposals in order of preference
 */
public record SaPayload(List<Proposal> proposals) implements Payload {

  private static final int KEY_LENGTH = 0x800e;

  /** Copies the list. */
  public SaPayload {
    proposals = List.copyOf(proposals);
  }

  static SaPayload decode(WireReader in) throws MalformedMessageException {
    List<Proposal> proposals = new ArrayList<>();
    boolean last = false;
    while (!last) {
      int more = in.u8();
      in.skip(1);
      int length = in.u16();
      if ((more != 0 && more != 2) || length < 8) {
        throw new MalformedMessageException("proposal header " + more + ", " + length + " octets");
      }
      last = more == 0;
      proposals.add(proposal(in.slice(length - 4)));
    }
    if (in.remaining() != 0) {
      throw new MalformedMessageException("octets after the last proposal");
    }
    return new SaPayload(proposals);
  }

  private static Proposal proposal(WireReader in) throws MalformedMessageException {
    int number = in.u8();
    int protocol = in.u8();
    int spiSize = in.u8();
    int count = in.u8();
    byte[] spi = in.octets(spiSize);
    List<Transform> transforms = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int more = in.u8();
      in.skip(1);
      int length = in.u16();
      if (more != (i == count - 1 ? 0 : 3) || length < 8) {
        throw new MalformedMessageException("transform header " + more + ", " + length + " octets");
      }
      transforms.add(transform(in.slice(length - 4)));
    }
    if (in.remaining() != 0) {
      throw new MalformedMessageException("octets after the last transform");
    }
    return new Proposal(number, protocol, spi, transforms);
  }

  private static Transform transform(WireReader in) throws MalformedMessageException {
    int type = in.u8();
    in.skip(1);
    int id = in.u16();
    int keyBits = 0;
    boolean unknown = false;
    while (in.remaining() > 0) {
      int attribute = in.u16();
      if (attribute == KEY_LENGTH) {
        keyBits = in.u16();
      } else {
        unknown = true;
        int value = in.u16();
        if ((attribute & 0x8000) == 0) {
          in.skip(value);
        }
      }
    }
    return new Transform(type, id, keyBits, unknown);
  }

  @Override
  public int type() {
    return SA;
  }

  @Override
  public byte[] body() {
    WireWriter out = new WireWriter();
    for (int p = 0; p < proposals.size(); p++) {
      Proposal proposal = proposals.get(p);
      WireWriter inner = new WireWriter();
      List<Transform> transforms = proposal.transforms();
      for (int t = 0; t < transforms.size(); t++) {
        Transform transform = transforms.get(t);
        inner
            .u8(t == transforms.size() - 1 ? 0 : 3)
            .u8(0)
            .u16(transform.keyBits() == 0 ? 8 : 12)
            .u8(transform.type())
            .u8(0)
            .u16(transform.id());
        if (transform.keyBits() != 0) {
          inner.u16(KEY_LENGTH).u16(transform.keyBits());
        }
      }
      out.u8(p == proposals.size() - 1 ? 0 : 2)
          .u8(0)
          .u16(8 + proposal.spi().length + inner.size())
          .u8(proposal.number())
          .u8(proposal.protocol())
          .u8(proposal.spi().length)
          .u8(transforms.size())
          .octets(proposal.spi())
          .octets(inner.toByteArray());
    }
    return out.toByteArray();
  }
}
