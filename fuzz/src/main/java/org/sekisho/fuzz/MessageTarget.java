package org.sekisho.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sekisho.ike.message.Decoded;
import org.sekisho.ike.message.EncryptedFragmentPayload;
import org.sekisho.ike.message.EncryptedPayload;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.InitGlance;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.PayloadChain;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.TsPayload;

/**
 * The decoder: any datagram, and any chain as it lies inside an SK payload. What was understood is
 * written again; read once more and written once more it must be the same octets.
 */
final class MessageTarget implements FuzzTarget {

  @Override
  public String name() {
    return "ike-message";
  }

  @Override
  public String what() {
    return "decoder of IKE messages, plain and decrypted";
  }

  @Override
  public int longest() {
    return 4096;
  }

  @Override
  public void run(byte[] input) {
    IkeHeader header;
    try {
      header = IkeHeader.decode(input);
    } catch (MalformedMessageException e) {
      return;
    }
    byte[] message = Arrays.copyOf(input, header.length());
    InitGlance.of(header, message);
    check(PayloadChain.decodePlain(header, message));
    byte[] inside = Arrays.copyOfRange(message, IkeHeader.LENGTH, message.length);
    check(PayloadChain.decodeProtected(header.nextPayload(), inside));
  }

  private static void check(Decoded decoded) {
    if (!(decoded instanceof Decoded.Ok ok) || !canBeWritten(ok.payloads())) {
      return;
    }
    byte[] once = PayloadChain.encode(ok.payloads().list());
    int first = PayloadChain.firstType(ok.payloads().list());
    if (!(PayloadChain.decodeProtected(first, once) instanceof Decoded.Ok again)
        || !Arrays.equals(once, PayloadChain.encode(again.payloads().list()))) {
      throw new AssertionError("what was read and written is read as something else");
    }
  }

  /** Selectors that match nothing are left out, and a payload without any is none. */
  private static boolean canBeWritten(Payloads payloads) {
    return payloads.list().stream()
        .noneMatch(
            p ->
                p instanceof EncryptedPayload
                    || p instanceof EncryptedFragmentPayload
                    || (p instanceof TsPayload ts && ts.selectors().isEmpty()));
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> all = new ArrayList<>();
    for (EngineScene.Situation situation : EngineScene.Situation.values()) {
      for (byte[] message : EngineScene.record(situation)) {
        all.add(message);
        if (message[16] == Payload.SK) {
          all.add(EngineScene.opened(message));
        }
      }
    }
    return all;
  }
}
