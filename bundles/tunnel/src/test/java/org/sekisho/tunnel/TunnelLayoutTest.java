package org.sekisho.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Text;
import org.sekisho.api.ipsec.EspDataPlane.OuterDf;
import org.sekisho.api.ipsec.EspDataPlane.TunnelPathSettings;
import org.sekisho.api.ipsec.TunnelCounters;
import org.sekisho.api.tunnel.KeepaliveStatus;
import org.sekisho.api.tunnel.TunnelState;

/** {@code show status tunnel} in the layouts that captures of an RTX have. */
class TunnelLayoutTest {

  private final TimeZone before = TimeZone.getDefault();

  @BeforeEach
  void inTokyo() {
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
  }

  @AfterEach
  void home() {
    TimeZone.setDefault(before);
  }

  private static TunnelView view(boolean up, long seconds, TunnelCounters counters) {
    TunnelConfig config =
        new TunnelConfig(
            1,
            true,
            "to Azure",
            "",
            OptionalInt.of(7),
            new TunnelPathSettings(TunnelConfig.DEFAULT_MTU, OptionalInt.empty(), OuterDf.COPY));
    return new TunnelView(
        config,
        new TunnelState(1, true, up, Instant.parse("2025-12-08T04:14:20Z")),
        Duration.ofSeconds(seconds),
        counters,
        Optional.of(new KeepaliveStatus(7, "rfc4306", true, 1)),
        up ? Optional.empty() : Optional.of(new Text("no proposal chosen", "プロポーザルが一致しません")));
  }

  private static List<String> english(TunnelView view) {
    return TunnelLayout.lines(List.of(view), Language.ENGLISH);
  }

  @Test
  void onlineInEnglish() {
    TunnelCounters counters = new TunnelCounters(171847, 58823472, 0, 0, 1, 1, 2, 96, 3);
    assertEquals(
        List.of(
            "TUNNEL[1]: ",
            "Description: to Azure",
            "  Interface type: IPsec",
            "  Current status is Online.",
            "  from 2025/12/08 13:14:20.",
            "  20 minutes 56 seconds  connection.",
            "  Maximum Transmission Unit(MTU):",
            "    IPv4: 1280 octets",
            "    IPv6: 1280 octets",
            "  Received:    (IPv4) 171847 packets [58823472 octets]",
            "               (IPv6) 0 packet [0 octet]",
            "  Transmitted: (IPv4) 1 packet [1 octet]",
            "               (IPv6) 2 packets [96 octets]",
            "  IKE keepalive:",
            "         [Type]: rfc4306",
            "       [Status]: OK",
            "    [Next send]: 1 sec after"),
        TunnelLayout.lines(List.of(view(true, 20 * 60 + 56, counters)), Language.ENGLISH));
  }

  @Test
  void singularAndPlural() {
    String day = english(view(true, 86_400 + 3_600 + 60 + 1, TunnelCounters.ZERO)).get(5);
    assertEquals("  1 day 1 hour 1 minute 1 second  connection.", day);
    String days = english(view(true, 2 * 86_400, TunnelCounters.ZERO)).get(5);
    assertEquals("  2 days 0 hours 0 minutes 0 seconds  connection.", days);
  }

  @Test
  void japanese() {
    TunnelCounters counters = new TunnelCounters(7, 644, 0, 0, 7, 644, 0, 0, 0);
    assertEquals(
        List.of(
            "TUNNEL[1]: ",
            "説明: to Azure",
            "  インタフェースの種類: IPsec",
            "  トンネルインタフェースは接続されています",
            "  開始: 2025/12/08 13:14:20",
            "  通信時間: 20分43秒",
            "  最大パケット長(MTU):",
            "    IPv4: 1280 オクテット",
            "    IPv6: 1280 オクテット",
            "  受信: (IPv4) 7 パケット [644 オクテット]",
            "        (IPv6) 0 パケット [0 オクテット]",
            "  送信: (IPv4) 7 パケット [644 オクテット]",
            "        (IPv6) 0 パケット [0 オクテット]"),
        TunnelLayout.lines(List.of(view(true, 20 * 60 + 43, counters)), Language.JAPANESE)
            .subList(0, 13));
  }

  @Test
  void offlineSaysWhy() {
    List<String> lines = english(view(false, 5, TunnelCounters.ZERO));
    assertEquals(
        List.of("  Current status is Offline.", "  Reason: no proposal chosen"),
        lines.subList(3, 5));
    lines = TunnelLayout.lines(List.of(view(false, 5, TunnelCounters.ZERO)), Language.JAPANESE);
    assertEquals(List.of("  トンネルインタフェースは接続されていません", "  理由: プロポーザルが一致しません"), lines.subList(3, 5));
    assertEquals(
        "no proposal chosen",
        TunnelView.SHAPE.tree(view(false, 5, TunnelCounters.ZERO)).get("reason"));
  }
}
