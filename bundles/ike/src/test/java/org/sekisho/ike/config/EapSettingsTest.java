package org.sekisho.ike.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.api.eap.EapMethod;
import org.sekisho.api.eap.EapPassword;

class EapSettingsTest {

  private static final String[] GATEWAY = {
    "tunnel select 100",
    "ipsec tunnel 1100",
    "ipsec sa policy 1100 100 esp",
    "ipsec ike version 100 2",
    "ipsec ike local name 100 branch.example fqdn",
    "ipsec ike remote name 100 cloud.example fqdn",
    "ipsec ike remote address 100 198.51.100.10",
    "tunnel enable 100",
    "tunnel select none"
  };

  @TempDir Path directory;
  private TypedConfig config;

  @BeforeEach
  void open() {
    config = new TypedConfig(directory);
    config.type(GATEWAY);
  }

  private GatewayConfig gateway() {
    return GatewayConfigReader.read(config.snapshot()).get(100);
  }

  private Authentication authentication() {
    return gateway().authentication();
  }

  @Test
  void aNameAndNothingElseMeansEap() {
    config.type("ipsec ike eap myname 100 branch7 hinoki-3");
    assertEquals(Authentication.Method.EAP, authentication().local());
    assertEquals(
        Optional.of(new Eap.Account("branch7", EapPassword.of("hinoki-3"))),
        authentication().eap().account());
    assertEquals(List.of(EapMethod.MSCHAPV2), authentication().eap().methods());
  }

  /** As on an RTX: the key comes before EAP, unless a line says otherwise. */
  @Test
  void aKeyComesBeforeEap() {
    config.type(
        "ipsec ike eap myname 100 branch7 hinoki-3", "ipsec ike pre-shared-key 100 text key");
    assertEquals(Authentication.Method.PRE_SHARED_KEY, authentication().local());
    config.type("ipsec ike auth method 100 eap-md5");
    assertEquals(Authentication.Method.EAP, authentication().local());
    assertEquals(Authentication.Method.PRE_SHARED_KEY, authentication().remote());
    assertEquals(List.of(EapMethod.MD5), authentication().eap().methods());
    assertEquals(Optional.empty(), gateway().missing());
  }

  @Test
  void usersAreThoseOfTheGroup() {
    config.type(
        "ipsec ike pre-shared-key 100 text key",
        "auth user 1 branch1 sugi-1",
        "auth user 2 branch2 sugi-2",
        "auth user 3 branch3 sugi-3",
        "auth user 9 branch9 sugi-9",
        "auth user group 5 1-2 9",
        "ipsec ike eap request 100 on 5");
    assertEquals(Authentication.Method.EAP, authentication().remote());
    assertEquals(Authentication.Method.PRE_SHARED_KEY, authentication().local());
    assertEquals(
        Map.of(
            "branch1", EapPassword.of("sugi-1"),
            "branch2", EapPassword.of("sugi-2"),
            "branch9", EapPassword.of("sugi-9")),
        authentication().eap().users());
    assertEquals(Optional.empty(), gateway().missing());
    config.type("ipsec ike eap request 100 off 5");
    assertEquals(Authentication.Method.PRE_SHARED_KEY, authentication().remote());
  }

  @Test
  void aChangedPasswordIsAnotherPeer() {
    config.type(
        "ipsec ike pre-shared-key 100 text key",
        "auth user 1 branch1 sugi-1",
        "auth user group 5 1",
        "ipsec ike eap request 100 on 5");
    GatewayConfig before = gateway();
    config.type("auth user 1 branch1 sugi-2");
    assertNotEquals(before, gateway());
    assertFalse(before.samePeer(gateway()));
  }

  @Test
  void whatIsMissingIsNamed() {
    config.type("ipsec ike eap request 100 on 5", "ipsec ike pre-shared-key 100 text key");
    assertEquals(Optional.of("no users: set auth user and auth user group 5"), gateway().missing());
    config.type("no ipsec ike eap request 100", "ipsec ike auth method 100 eap-md5");
    assertEquals(
        Optional.of("no name and password: set ipsec ike eap myname 100"), gateway().missing());
    config.type("ipsec ike eap myname 100 branch7 hinoki-3", "no ipsec ike pre-shared-key 100");
    assertTrue(gateway().missing().isPresent(), "the other side must prove itself, too");
  }

  @Test
  void passwordsAreMasked() {
    config.type(
        "ipsec ike eap myname 100 branch7 hinoki-3",
        "auth user 1 branch1 sugi-1",
        "auth user group 1 1",
        "ipsec ike eap request 100 on 1");
    List<String> shown = config.shown().stream().map(String::strip).toList();
    assertTrue(shown.contains("ipsec ike eap myname 100 branch7 *"), shown::toString);
    assertTrue(shown.contains("auth user 1 branch1 *"), shown::toString);
    String all = gateway().toString();
    assertFalse(all.contains("hinoki") || all.contains("sugi"), all);
  }
}
