package org.sekisho.eap;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sekisho.api.eap.EapMethod;
import org.sekisho.api.eap.EapServer;
import org.sekisho.api.eap.EapServerSettings;
import org.sekisho.api.eap.EapStep;
import org.sekisho.eap.md5.Md5Server;
import org.sekisho.eap.method.EapMethodException;
import org.sekisho.eap.method.EapPacket;
import org.sekisho.eap.method.ServerMethod;
import org.sekisho.eap.method.ServerMethod.Verdict;
import org.sekisho.eap.mschapv2.MsChapV2Server;
import org.sekisho.eap.tls.TlsServer;

/**
 * The authenticator of RFC 3748 section 4. It asks who the peer is, though IKE knows and RFC 7296
 * section 2.16 would rather not: Windows and strongSwan take their user's name from the answer and
 * else fall back to their address. It starts with its best method and changes to another one when
 * the peer refuses it.
 */
final class ServerConversation implements EapServer {

  private final EapServerSettings settings;
  private final SecureRandom random;
  private final Rounds rounds = new Rounds();
  private final List<EapMethod> left;
  private EapMethod chosen;
  private ServerMethod method;
  private boolean taken;
  private int identifier;

  ServerConversation(EapServerSettings settings, SecureRandom random) {
    this.settings = settings;
    this.random = random;
    this.left = new ArrayList<>(settings.methods());
    this.identifier = random.nextInt(256);
  }

  @Override
  public byte[] start() {
    return EapPacket.encode(EapPacket.REQUEST, identifier, EapPacket.IDENTITY, new byte[0]);
  }

  private byte[] begin(EapMethod next) {
    left.remove(next);
    chosen = next;
    method =
        switch (next) {
          case MSCHAPV2 -> new MsChapV2Server(settings.name(), settings.users(), random);
          case MD5 -> new Md5Server(settings.name(), settings.users(), random);
          case TLS -> new TlsServer(settings.credentials().orElseThrow(), tlsNames(), random);
        };
    return request(method.request(identifier));
  }

  private Set<String> tlsNames() {
    Set<String> names = new HashSet<>(settings.users().keySet());
    names.add(settings.claimedIdentity());
    return names;
  }

  private byte[] request(byte[] data) {
    return EapPacket.encode(EapPacket.REQUEST, identifier, chosen.type(), data);
  }

  @Override
  public EapStep process(byte[] packet) {
    if (!rounds.another()) {
      return failure(Rounds.EXCEEDED);
    }
    Optional<EapPacket> decoded = EapPacket.decode(packet);
    if (decoded.isEmpty()
        || decoded.get().code() != EapPacket.RESPONSE
        || decoded.get().identifier() != identifier) {
      return failure("the peer's EAP packet is malformed or not an answer");
    }
    EapPacket response = decoded.get();
    try {
      if (method == null) {
        return identified(response);
      }
      if (response.type() == EapPacket.NAK && !taken) {
        return refused(response.data());
      }
      if (response.type() != chosen.type()) {
        return failure("the peer answers " + chosen.label() + " by another method");
      }
      taken = true;
      return verdict(method.respond(response.identifier(), response.data()));
    } catch (EapMethodException e) {
      return failure(e.getMessage());
    }
  }

  /** Who it is, the methods tell again; here it only has to be an answer. */
  private EapStep identified(EapPacket response) {
    if (response.type() != EapPacket.IDENTITY) {
      return failure("the peer does not say who it is");
    }
    return next(left.get(0));
  }

  private EapStep next(EapMethod wanted) {
    identifier = (identifier + 1) & 0xFF;
    return new EapStep.Send(begin(wanted));
  }

  private EapStep refused(byte[] types) {
    for (byte type : types) {
      Optional<EapMethod> wanted = left.stream().filter(m -> m.type() == (type & 0xFF)).findFirst();
      if (wanted.isPresent()) {
        method.close();
        return next(wanted.get());
      }
    }
    return failure(
        "the peer takes part in none of "
            + String.join(", ", settings.methods().stream().map(EapMethod::label).toList()));
  }

  private EapStep verdict(Verdict verdict) {
    if (verdict instanceof Verdict.Ask ask) {
      identifier = (identifier + 1) & 0xFF;
      return new EapStep.Send(request(ask.data()));
    }
    if (verdict instanceof Verdict.Accept accept) {
      return new EapStep.Success(
          Optional.of(EapPacket.encode(EapPacket.SUCCESS, identifier)),
          chosen,
          accept.identity(),
          accept.key(),
          accept.chain());
    }
    return failure(((Verdict.Refuse) verdict).reason());
  }

  private EapStep failure(String reason) {
    return new EapStep.Failure(
        Optional.of(EapPacket.encode(EapPacket.FAILURE, identifier)), reason);
  }

  @Override
  public Optional<String> refusal() {
    return method == null ? Optional.empty() : method.refusal();
  }

  @Override
  public void close() {
    if (method != null) {
      method.close();
    }
  }
}
