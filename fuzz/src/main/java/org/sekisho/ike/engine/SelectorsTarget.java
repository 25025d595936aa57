package org.sekisho.ike.engine;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.sekisho.api.ipsec.TrafficSelector;
import org.sekisho.fuzz.FuzzTarget;
import org.sekisho.fuzz.Script;
import org.sekisho.ike.message.Decoded;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.PayloadChain;
import org.sekisho.ike.message.TsPayload;

/**
 * Traffic selectors: two payloads, offer and policy, read and narrowed. What comes out covers those
 * packets that both cover, looked at where selectors begin and end, and no others. It lies in this
 * package to reach what the bundle does not export.
 */
public final class SelectorsTarget implements FuzzTarget {

  private static final int MOST = 24;

  /** The target. */
  public SelectorsTarget() {
    // nothing to set up
  }

  @Override
  public String name() {
    return "selectors";
  }

  @Override
  public String what() {
    return "traffic selectors and their narrowing";
  }

  @Override
  public int longest() {
    return 1024;
  }

  @Override
  public void run(byte[] input) {
    Script script = new Script(input);
    List<TrafficSelector> offer = read(script.block());
    List<TrafficSelector> policy = read(script.block());
    List<TrafficSelector> narrowed = SelectorNarrowing.narrow(offer, policy);
    check(
        narrowed.isEmpty() || SelectorNarrowing.within(narrowed, offer),
        "the answer is not within the offer");
    check(narrowed.size() <= offer.size() * policy.size(), "more selectors than pairs");
    SelectorNarrowing.commonFamilies(offer, policy);
    for (InetAddress address : addresses(offer, policy)) {
      for (int protocol : numbers(offer, policy, false)) {
        for (int port : numbers(offer, policy, true)) {
          boolean both = covers(offer, address, protocol, port);
          both &= covers(policy, address, protocol, port);
          check(both == covers(narrowed, address, protocol, port), "narrowed to something else");
        }
      }
    }
    byte[] once = new TsPayload(Payload.TS_I, narrowed).body();
    check(
        narrowed.isEmpty() || narrowed.size() > 255 || read(once).equals(narrowed),
        "written as something else");
  }

  /** As the payload of a message; nothing where it is malformed, and not more than a few. */
  private static List<TrafficSelector> read(byte[] body) {
    byte[] chain = new Script.Writer().u8(0).u8(0).u16(4 + body.length).octets(body).get();
    Decoded decoded = PayloadChain.decodeProtected(Payload.TS_I, chain);
    List<TrafficSelector> all =
        decoded instanceof Decoded.Ok ok
            ? ok.payloads().first(TsPayload.class).orElseThrow().selectors()
            : List.of();
    return all.size() > MOST ? all.subList(0, MOST) : all;
  }

  private static boolean covers(
      List<TrafficSelector> selectors, InetAddress address, int protocol, int port) {
    return selectors.stream()
        .anyMatch(
            s ->
                s.contains(address)
                    && (s.protocol() == 0 || s.protocol() == protocol)
                    && s.startPort() <= port
                    && port <= s.endPort());
  }

  private static List<InetAddress> addresses(
      List<TrafficSelector> offer, List<TrafficSelector> policy) {
    List<InetAddress> all = new ArrayList<>();
    for (List<TrafficSelector> list : List.of(offer, policy)) {
      list.forEach(
          s -> {
            all.add(s.start());
            all.add(s.end());
          });
    }
    return all.subList(0, Math.min(MOST, all.size()));
  }

  /** Port or protocol numbers where something may change. */
  private static List<Integer> numbers(
      List<TrafficSelector> offer, List<TrafficSelector> policy, boolean ports) {
    TreeSet<Integer> all = new TreeSet<>(List.of(0, 1));
    for (List<TrafficSelector> list : List.of(offer, policy)) {
      for (TrafficSelector s : list) {
        if (ports) {
          all.addAll(List.of(s.startPort(), s.endPort(), Math.min(65_535, s.endPort() + 1)));
        } else {
          all.add(s.protocol());
        }
      }
    }
    return List.copyOf(all).subList(0, Math.min(16, all.size()));
  }

  private static void check(boolean held, String what) {
    if (!held) {
      throw new AssertionError(what);
    }
  }

  @Override
  public List<byte[]> seeds() throws Exception {
    List<List<TrafficSelector>> lists =
        List.of(
            List.of(TrafficSelector.ANY_IPV4),
            List.of(TrafficSelector.ANY_IPV4, TrafficSelector.ANY_IPV6),
            List.of(selector(17, 53, 53, "10.0.0.7", "10.0.0.7"), TrafficSelector.ANY_IPV4),
            List.of(
                selector(6, 1024, 2048, "10.0.0.0", "10.0.0.255"),
                selector(6, 65535, 0, "192.0.2.0", "192.0.2.255")),
            List.of(selector(58, 0x8000, 0x8000, "2001:db8::1", "2001:db8::ffff")));
    List<byte[]> all = new ArrayList<>();
    for (List<TrafficSelector> offer : lists) {
      for (List<TrafficSelector> policy : lists) {
        all.add(
            new Script.Writer()
                .block(new TsPayload(Payload.TS_I, offer).body())
                .block(new TsPayload(Payload.TS_I, policy).body())
                .get());
      }
    }
    return all;
  }

  private static TrafficSelector selector(int protocol, int low, int high, String start, String end)
      throws Exception {
    return new TrafficSelector(
        protocol, low, high, InetAddress.getByName(start), InetAddress.getByName(end));
  }
}
