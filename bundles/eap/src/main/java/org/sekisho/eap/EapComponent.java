package org.sekisho.eap;

import java.security.SecureRandom;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.eap.EapMethod;
import org.sekisho.api.eap.EapMethods;
import org.sekisho.api.eap.EapPeer;
import org.sekisho.api.eap.EapPeerSettings;
import org.sekisho.api.eap.EapServer;
import org.sekisho.api.eap.EapServerSettings;

/** The service: EAP-MSCHAPv2, MD5-Challenge and EAP-TLS. */
@Component(immediate = true)
public final class EapComponent implements EapMethods {

  @Override
  public EapPeer peer(EapPeerSettings settings, SecureRandom random) {
    check(settings.methods(), settings.password().isPresent(), settings.credentials().isPresent());
    return new PeerConversation(settings, random);
  }

  @Override
  public EapServer server(EapServerSettings settings, SecureRandom random) {
    check(settings.methods(), !settings.users().isEmpty(), settings.credentials().isPresent());
    return new ServerConversation(settings, random);
  }

  private static void check(List<EapMethod> methods, boolean passwords, boolean certificate) {
    if (methods.isEmpty()) {
      throw new IllegalArgumentException("no EAP method is allowed");
    }
    if (methods.contains(EapMethod.TLS) && !certificate) {
      throw new IllegalArgumentException("EAP-TLS needs a certificate of our own");
    }
    if (!passwords && methods.stream().anyMatch(m -> m != EapMethod.TLS)) {
      throw new IllegalArgumentException("EAP with passwords needs a name and its password");
    }
  }
}
