package org.sekisho.eap.mschapv2;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.api.eap.EapPassword;
import org.sekisho.eap.method.EapMethodException;
import org.sekisho.eap.method.Names;
import org.sekisho.eap.method.ServerMethod;

/** EAP-MSCHAPv2 on the side that asks; one attempt a conversation. */
public final class MsChapV2Server implements ServerMethod {

  private static final int RESPONSE_VALUE = 49;
  private static final int NT_RESPONSE_AT = 24;
  private static final EapPassword NOBODY = EapPassword.of("");
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final String name;
  private final Map<String, EapPassword> users;
  private final byte[] challenge = new byte[MsChapV2.CHALLENGE];
  private String user;
  private byte[] key;
  private String refusal;

  /**
   * Lets these users in.
   *
   * @param name our own, which the challenge tells
   */
  public MsChapV2Server(String name, Map<String, EapPassword> users, SecureRandom random) {
    this.name = name;
    this.users = users;
    random.nextBytes(challenge);
  }

  @Override
  public byte[] request(int identifier) {
    return new MsChapV2Message(
            MsChapV2Message.CHALLENGE,
            identifier,
            MsChapV2Message.valueAndName(challenge, name.getBytes(StandardCharsets.UTF_8)))
        .encode();
  }

  @Override
  public Verdict respond(int identifier, byte[] data) throws EapMethodException {
    MsChapV2Message response = MsChapV2Message.decode(data);
    int operation = response.operation();
    if (refusal != null) {
      return new Verdict.Refuse(refusal);
    }
    if (key == null) {
      if (operation != MsChapV2Message.RESPONSE) {
        throw MsChapV2Message.malformed();
      }
      return new Verdict.Ask(check(response));
    }
    if (operation != MsChapV2Message.SUCCESS) {
      return new Verdict.Refuse(
          "the peer did not accept our proof, its password of "
              + Names.shown(user)
              + " is another one");
    }
    byte[] taken = key;
    key = null;
    return new Verdict.Accept(user, Optional.of(taken), List.of());
  }

  private byte[] check(MsChapV2Message response) throws EapMethodException {
    byte[] value = response.value(RESPONSE_VALUE);
    byte[] peerChallenge = Arrays.copyOf(value, MsChapV2.CHALLENGE);
    byte[] ntResponse =
        Arrays.copyOfRange(value, NT_RESPONSE_AT, NT_RESPONSE_AT + MsChapV2.NT_RESPONSE);
    user = Names.decode(response.name(RESPONSE_VALUE));
    EapPassword password = users.get(user);
    // an unknown user takes as long as a known one
    byte[] passwordHash = MsChapV2.ntPasswordHash(password == null ? NOBODY : password);
    try {
      byte[] right = MsChapV2.ntResponse(challenge, peerChallenge, user, passwordHash);
      boolean equal = MessageDigest.isEqual(right, ntResponse);
      if (password == null || !equal) {
        refusal =
            password == null
                ? "no user " + Names.shown(user)
                : "the password of " + Names.shown(user) + " is wrong";
        return message(response, MsChapV2Message.FAILURE, failureText());
      }
      key = MppeKeys.masterSessionKey(passwordHash, ntResponse);
      byte[] proof =
          MsChapV2.authenticatorResponse(passwordHash, ntResponse, peerChallenge, challenge, user);
      return message(response, MsChapV2Message.SUCCESS, "S=" + HEX.formatHex(proof) + " M=OK");
    } finally {
      Arrays.fill(passwordHash, (byte) 0);
    }
  }

  /** Error 691, no retry (RFC 2759 section 6); the same for an unknown user. */
  private String failureText() {
    return "E=691 R=0 C=" + HEX.formatHex(challenge) + " V=3 M=Authentication failed";
  }

  private static byte[] message(MsChapV2Message response, int operation, String text) {
    return new MsChapV2Message(
            operation, response.identifier(), text.getBytes(StandardCharsets.US_ASCII))
        .encode();
  }

  @Override
  public Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  @Override
  public void close() {
    if (key != null) {
      Arrays.fill(key, (byte) 0);
    }
  }
}
