package org.sekisho.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.api.eap.EapCredentials;
import org.sekisho.api.eap.EapMethod;
import org.sekisho.api.eap.EapPassword;
import org.sekisho.api.eap.EapPeer;
import org.sekisho.api.eap.EapPeerSettings;
import org.sekisho.api.eap.EapServer;
import org.sekisho.api.eap.EapServerSettings;
import org.sekisho.api.eap.EapStep;
import org.sekisho.eap.EapComponent;
import org.sekisho.simulator.SeededRandom;
import org.sekisho.testkit.TestAuthority;
import org.sekisho.testkit.TestAuthority.Kind;
import org.sekisho.testkit.TestAuthority.Request;

/**
 * One side of EAP. The other side is a good one at first; each item of the input replaces its next
 * packet, or changes it in one place. The conversation ends, with packets of bounded length.
 */
final class EapTarget implements FuzzTarget {

  private static final int MOST_PACKETS = 80;
  private static final int LET_PASS = 0;
  private static final int CHANGE = 1;
  private static final int CUT = 2;
  private static final int KINDS = 4;
  private static final List<List<EapMethod>> METHODS =
      List.of(
          List.of(EapMethod.MSCHAPV2),
          List.of(EapMethod.MD5),
          List.of(EapMethod.TLS),
          List.of(EapMethod.TLS, EapMethod.MSCHAPV2, EapMethod.MD5));

  private final boolean server;
  private final EapCredentials ours;
  private final EapCredentials theirs;

  EapTarget(boolean server) {
    this.server = server;
    TestAuthority root = TestAuthority.root("CN=Root", Kind.P256);
    ours = credentials(root, "gw.example");
    theirs = credentials(root, "kei");
  }

  private static EapCredentials credentials(TestAuthority root, String name) {
    TestAuthority.Issued issued = root.issue(Request.of("CN=" + name, Kind.P256).dns(name));
    return new EapCredentials(
        List.of(issued.certificate()), issued.key(), List.of(root.certificate()));
  }

  @Override
  public String name() {
    return server ? "eap-server" : "eap-peer";
  }

  @Override
  public String what() {
    return server ? "EAP of the side that asks" : "EAP of the side that proves itself";
  }

  @Override
  public int longest() {
    return 2048;
  }

  @Override
  public void run(byte[] input) {
    Script script = new Script(input);
    List<EapMethod> methods = METHODS.get(script.u8() % METHODS.size());
    EapServer asking =
        new EapComponent()
            .server(
                new EapServerSettings(
                    "gw.example",
                    "kei",
                    Map.of("kei", EapPassword.of("hinoki-3")),
                    Optional.of(ours),
                    methods),
                new SeededRandom(1));
    EapPeer proving =
        new EapComponent()
            .peer(
                new EapPeerSettings(
                    "kei",
                    Optional.of(EapPassword.of("hinoki-3")),
                    Optional.of(theirs),
                    "gw.example",
                    methods),
                new SeededRandom(2));
    try {
      converse(asking, proving, script);
    } finally {
      asking.close();
      asking.close();
      proving.close();
      proving.close();
    }
  }

  private void converse(EapServer asking, EapPeer proving, Script script) {
    byte[] request = asking.start();
    for (int i = 0; i < MOST_PACKETS; i++) {
      EapStep answer = proving.process(server ? request : changed(request, script));
      if (!(answer instanceof EapStep.Send response)) {
        return;
      }
      size(response);
      EapStep next =
          asking.process(server ? changed(response.packet(), script) : response.packet());
      asking.refusal();
      if (next instanceof EapStep.Send send) {
        size(send);
        request = send.packet();
      } else {
        byte[] end =
            next instanceof EapStep.Success s
                ? s.packet().orElseThrow()
                : ((EapStep.Failure) next).packet().orElseThrow();
        proving.process(server ? end : changed(end, script));
        return;
      }
    }
    throw new AssertionError("EAP does not end");
  }

  private static void size(EapStep.Send send) {
    if (send.packet().length > 4096) {
      throw new AssertionError("packet of " + send.packet().length + " octets");
    }
  }

  /** A packet as the input has it; behind the end of the input, as it was. */
  private static byte[] changed(byte[] packet, Script script) {
    int kind = script.u8() % KINDS;
    switch (kind) {
      case LET_PASS -> {
        return packet;
      }
      case CHANGE -> {
        int at = script.u16();
        byte[] with = script.octets(script.u8());
        byte[] copy = packet.clone();
        for (int i = 0; i < with.length; i++) {
          copy[(at + i) % copy.length] = with[i];
        }
        return copy;
      }
      case CUT -> {
        return withLength(Arrays.copyOf(packet, script.u16() % (packet.length + 64)));
      }
      default -> {
        byte[] other = script.block();
        if (other.length > 1) {
          other[1] = packet[1]; // the identifier everybody on the way sees
        }
        return withLength(other);
      }
    }
  }

  private static byte[] withLength(byte[] packet) {
    if (packet.length >= 4) {
      packet[2] = (byte) (packet.length >>> 8);
      packet[3] = (byte) packet.length;
    }
    return packet;
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> all = new ArrayList<>();
    for (int methods = 0; methods < METHODS.size(); methods++) {
      all.add(new byte[] {(byte) methods});
      for (int passing = 0; passing < 6; passing++) {
        Script.Writer change = new Script.Writer().u8(methods).octets(new byte[passing]);
        all.add(change.u8(CHANGE).u16(5).u8(4).octets(new byte[] {-1, 1, 0, 7}).get());
        Script.Writer cut = new Script.Writer().u8(methods).octets(new byte[passing]);
        all.add(cut.u8(CUT).u16(6).get());
        Script.Writer other = new Script.Writer().u8(methods).octets(new byte[passing]);
        byte[] fragment = {(byte) (server ? 2 : 1), 0, 0, 0, 13, (byte) 0xc0, 0, 0, 2, 0, 22, 3};
        all.add(other.u8(KINDS - 1).block(fragment).u8(KINDS - 1).block(fragment).get());
      }
    }
    return all;
  }
}
