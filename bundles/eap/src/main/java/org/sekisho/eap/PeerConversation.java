package org.sekisho.eap;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.sekisho.api.eap.EapMethod;
import org.sekisho.api.eap.EapPeer;
import org.sekisho.api.eap.EapPeerSettings;
import org.sekisho.api.eap.EapStep;
import org.sekisho.eap.md5.Md5Peer;
import org.sekisho.eap.method.EapMethodException;
import org.sekisho.eap.method.EapPacket;
import org.sekisho.eap.method.PeerMethod;
import org.sekisho.eap.mschapv2.MsChapV2Peer;
import org.sekisho.eap.tls.TlsPeer;

/**
 * The peer of RFC 3748 section 4: answers who it is, refuses or takes methods, believes the end.
 */
final class PeerConversation implements EapPeer {

  private final EapPeerSettings settings;
  private final SecureRandom random;
  private final Rounds rounds = new Rounds();
  private EapMethod chosen;
  private PeerMethod method;

  PeerConversation(EapPeerSettings settings, SecureRandom random) {
    this.settings = settings;
    this.random = random;
  }

  @Override
  public EapStep process(byte[] packet) {
    if (!rounds.another()) {
      return failure(Rounds.EXCEEDED);
    }
    Optional<EapPacket> decoded = EapPacket.decode(packet);
    if (decoded.isEmpty() || decoded.get().code() == EapPacket.RESPONSE) {
      return failure("the server's EAP packet is malformed");
    }
    EapPacket request = decoded.get();
    return switch (request.code()) {
      case EapPacket.SUCCESS -> success();
      case EapPacket.FAILURE ->
          failure(
              Optional.ofNullable(method)
                  .flatMap(PeerMethod::refusal)
                  .orElse("the server refused " + settings.identity()));
      default -> request(request);
    };
  }

  private EapStep request(EapPacket request) {
    try {
      return switch (request.type()) {
        case EapPacket.IDENTITY ->
            answer(request, settings.identity().getBytes(StandardCharsets.UTF_8));
        case EapPacket.NOTIFICATION -> answer(request, new byte[0]);
        default -> ofMethod(request);
      };
    } catch (EapMethodException e) {
      return failure(e.getMessage());
    }
  }

  private EapStep ofMethod(EapPacket request) throws EapMethodException {
    if (method == null) {
      Optional<EapMethod> wanted =
          settings.methods().stream().filter(m -> m.type() == request.type()).findFirst();
      if (wanted.isEmpty()) {
        return new EapStep.Send(
            EapPacket.encode(
                EapPacket.RESPONSE, request.identifier(), EapPacket.NAK, ourMethods()));
      }
      chosen = wanted.get();
      method = start(chosen);
    } else if (chosen.type() != request.type()) {
      return failure("the server changes the method in the midst of " + chosen.label());
    }
    return answer(request, method.respond(request.identifier(), request.data()));
  }

  /** The types we would rather take (RFC 3748 section 5.3.1). */
  private byte[] ourMethods() {
    byte[] types = new byte[settings.methods().size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = (byte) settings.methods().get(i).type();
    }
    return types;
  }

  private PeerMethod start(EapMethod wanted) {
    return switch (wanted) {
      case MSCHAPV2 ->
          new MsChapV2Peer(settings.identity(), settings.password().orElseThrow(), random);
      case MD5 -> new Md5Peer(settings.identity(), settings.password().orElseThrow());
      case TLS -> new TlsPeer(settings.credentials().orElseThrow(), settings.serverName(), random);
    };
  }

  private static EapStep answer(EapPacket request, byte[] data) {
    return new EapStep.Send(
        EapPacket.encode(EapPacket.RESPONSE, request.identifier(), request.type(), data));
  }

  private EapStep success() {
    if (method == null) {
      return failure("the server asked for no proof");
    }
    Optional<String> objection = method.objection();
    if (objection.isPresent()) {
      return failure(objection.get());
    }
    return new EapStep.Success(
        Optional.empty(), chosen, settings.identity(), method.takeKey(), method.chain());
  }

  private static EapStep failure(String reason) {
    return new EapStep.Failure(Optional.empty(), reason);
  }

  @Override
  public void close() {
    if (method != null) {
      method.close();
    }
  }
}
