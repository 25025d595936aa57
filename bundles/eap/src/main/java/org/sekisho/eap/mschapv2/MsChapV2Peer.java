package org.sekisho.eap.mschapv2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekisho.api.eap.EapPassword;
import org.sekisho.eap.method.EapMethodException;
import org.sekisho.eap.method.PeerMethod;

/** EAP-MSCHAPv2 on the side that proves itself; the server proves itself to it, too. */
public final class MsChapV2Peer implements PeerMethod {

  private static final Pattern ERROR = Pattern.compile("E=(\\d{1,10})");
  private static final int RESERVED_AND_FLAGS = 9;

  private final String user;
  private final SecureRandom random;
  private byte[] passwordHash;
  private byte[] ntResponse;
  private byte[] expected;
  private boolean serverProved;
  private String refusal;

  /** Proves to be this user. */
  public MsChapV2Peer(String user, EapPassword password, SecureRandom random) {
    this.user = user;
    this.random = random;
    this.passwordHash = MsChapV2.ntPasswordHash(password);
  }

  @Override
  public byte[] respond(int identifier, byte[] data) throws EapMethodException {
    MsChapV2Message request = MsChapV2Message.decode(data);
    return switch (request.operation()) {
      case MsChapV2Message.CHALLENGE -> answer(request);
      case MsChapV2Message.SUCCESS -> success(request);
      case MsChapV2Message.FAILURE -> failure(request);
      default -> throw MsChapV2Message.malformed();
    };
  }

  private byte[] answer(MsChapV2Message request) throws EapMethodException {
    if (ntResponse != null) {
      throw new EapMethodException("the server sent a second challenge");
    }
    byte[] challenge = request.value(MsChapV2.CHALLENGE);
    byte[] peerChallenge = new byte[MsChapV2.CHALLENGE];
    random.nextBytes(peerChallenge);
    ntResponse = MsChapV2.ntResponse(challenge, peerChallenge, user, passwordHash);
    expected =
        MsChapV2.authenticatorResponse(passwordHash, ntResponse, peerChallenge, challenge, user);
    byte[] value =
        ByteBuffer.allocate(MsChapV2.CHALLENGE + MsChapV2.NT_RESPONSE + RESERVED_AND_FLAGS)
            .put(peerChallenge)
            .putLong(0)
            .put(ntResponse)
            .put((byte) 0)
            .array();
    return new MsChapV2Message(
            MsChapV2Message.RESPONSE,
            request.identifier(),
            MsChapV2Message.valueAndName(value, user.getBytes(StandardCharsets.UTF_8)))
        .encode();
  }

  private byte[] success(MsChapV2Message request) throws EapMethodException {
    String text = new String(request.data(), StandardCharsets.ISO_8859_1);
    if (ntResponse == null || refusal != null || text.length() < 42 || !text.startsWith("S=")) {
      throw MsChapV2Message.malformed();
    }
    byte[] proof;
    try {
      proof = HexFormat.of().parseHex(text, 2, 42);
    } catch (IllegalArgumentException e) {
      throw MsChapV2Message.malformed();
    }
    if (!MessageDigest.isEqual(expected, proof)) {
      throw new EapMethodException("the server does not know the password of " + user);
    }
    serverProved = true;
    return MsChapV2Message.acknowledgement(MsChapV2Message.SUCCESS);
  }

  private byte[] failure(MsChapV2Message request) {
    Matcher error = ERROR.matcher(new String(request.data(), StandardCharsets.ISO_8859_1));
    refusal = sentence(error.find() ? error.group(1) : "");
    serverProved = false;
    return MsChapV2Message.acknowledgement(MsChapV2Message.FAILURE);
  }

  /** The errors of RFC 2759 section 6. */
  private String sentence(String error) {
    return switch (error) {
      case "646" -> "the server lets " + user + " in at other hours only";
      case "647" -> "the account of " + user + " is disabled at the server";
      case "648" -> "the password of " + user + " has expired";
      case "649" -> user + " may not dial in at the server";
      default -> "the server refused the name or password of " + user;
    };
  }

  @Override
  public Optional<String> objection() {
    return serverProved
        ? Optional.empty()
        : Optional.of("the server did not prove that it knows the password of " + user);
  }

  @Override
  public Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  @Override
  public Optional<byte[]> takeKey() {
    return Optional.of(MppeKeys.masterSessionKey(passwordHash, ntResponse));
  }

  @Override
  public void close() {
    Arrays.fill(passwordHash, (byte) 0);
  }
}
