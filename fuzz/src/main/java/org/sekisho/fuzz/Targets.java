package org.sekisho.fuzz;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.sekisho.config.RtxTarget;
import org.sekisho.fuzz.EngineScene.Situation;
import org.sekisho.ike.engine.CertificatesTarget;
import org.sekisho.ike.engine.FragmentsTarget;
import org.sekisho.ike.engine.SelectorsTarget;
import org.sekisho.tun.SuperPacketTarget;

/** All targets by name; each is made only when it is wanted. */
final class Targets {

  private static final Map<String, Supplier<FuzzTarget>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("ike-message", MessageTarget::new);
    ALL.put(
        "ike-init",
        () ->
            new EngineTarget(
                "ike-init",
                "engine, before anybody is authenticated",
                Situation.WAITING,
                Situation.DIALLING,
                Situation.ANSWERING_INTERMEDIATE,
                Situation.AWAITING_INTERMEDIATE));
    ALL.put(
        "ike-auth",
        () ->
            new EngineTarget(
                "ike-auth",
                "engine in IKE_AUTH, with EAP too",
                Situation.ANSWERING_AUTH,
                Situation.AWAITING_AUTH,
                Situation.ANSWERING_EAP,
                Situation.AWAITING_EAP));
    ALL.put(
        "ike-body",
        () ->
            new EngineTarget(
                "ike-body",
                "engine with a tunnel, messages and fragments under valid keys",
                Situation.UP_AS_RESPONDER,
                Situation.UP_AS_INITIATOR,
                Situation.RENEWING_CHILD,
                Situation.RENEWING_IKE,
                Situation.DELETING_CHILD,
                Situation.DELETING_IKE));
    ALL.put("fragments", FragmentsTarget::new);
    ALL.put("selectors", SelectorsTarget::new);
    ALL.put("certificates", CertificatesTarget::new);
    ALL.put("eap-peer", () -> new EapTarget(false));
    ALL.put("eap-server", () -> new EapTarget(true));
    ALL.put("esp", EspTarget::new);
    ALL.put("tun", SuperPacketTarget::new);
    ALL.put("rtx", RtxTarget::new);
  }

  private Targets() {}

  /** The targets. */
  static Map<String, Supplier<FuzzTarget>> all() {
    return ALL;
  }

  /** A target. */
  static FuzzTarget of(String name) {
    Supplier<FuzzTarget> target = ALL.get(name);
    if (target == null) {
      throw new IllegalArgumentException(
          "there is no target " + name + ", choose one of " + String.join(", ", ALL.keySet()));
    }
    return target.get();
  }
}
