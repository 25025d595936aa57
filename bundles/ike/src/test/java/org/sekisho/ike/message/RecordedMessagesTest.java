package org.sekisho.ike.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages another daemon sent, recorded octet for octet. */
class RecordedMessagesTest {

  static byte[] message(String name) throws IOException {
    try (InputStream in = RecordedMessagesTest.class.getResourceAsStream(name + ".hex")) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
  }

  private static Payloads decode(byte[] message) throws MalformedMessageException {
    Decoded decoded = PayloadChain.decodePlain(IkeHeader.decode(message), message);
    return assertInstanceOf(Decoded.Ok.class, decoded).payloads();
  }

  @Test
  void requestIsUnderstood() throws Exception {
    byte[] message = message("init-request");
    IkeHeader header = IkeHeader.decode(message);
    assertEquals(ExchangeType.IKE_SA_INIT, header.exchangeType());
    assertTrue(header.fromInitiator());
    assertEquals(0, header.responderSpi());
    Payloads payloads = decode(message);
    SaPayload sa = payloads.require(SaPayload.class);
    assertTrue(sa.proposals().size() > 1);
    assertEquals(1, sa.proposals().get(0).number());
    assertEquals(
        List.of(Transform.encryption(12, 256)), sa.proposals().get(0).ofType(Transform.ENCR));
    assertEquals(2, payloads.require(KePayload.class).group());
    assertEquals(128, payloads.require(KePayload.class).data().length);
    assertEquals(32, payloads.require(NoncePayload.class).data().length);
    assertEquals(1, payloads.notifies(NotifyType.NAT_DETECTION_SOURCE_IP).size());
  }

  @Test
  void invalidKeIsUnderstood() throws Exception {
    Payloads payloads = decode(message("invalid-ke-response"));
    NotifyPayload notify = payloads.error().orElseThrow();
    assertEquals(NotifyType.INVALID_KE_PAYLOAD, notify.notifyType());
    assertArrayEquals(new byte[] {0, 2}, notify.data());
  }

  @Test
  void encryptedPayloadIsFound() throws Exception {
    byte[] message = message("auth-request");
    EncryptedPayload sk = decode(message).require(EncryptedPayload.class);
    assertEquals(Payload.ID_I, sk.innerType());
    assertEquals(IkeHeader.LENGTH + 4, sk.start());
    assertEquals(message.length - sk.start(), sk.body().length);
  }

  /** Decoding and encoding again gives the same octets where we know every payload. */
  @ParameterizedTest
  @ValueSource(strings = {"init-request", "init-response", "invalid-ke-response"})
  void encodingGivesTheSameOctets(String name) throws Exception {
    byte[] message = message(name);
    IkeHeader header = IkeHeader.decode(message);
    byte[] again =
        PayloadChain.encodePlain(
            header.initiatorSpi(),
            header.responderSpi(),
            header.exchangeType(),
            header.flags(),
            header.messageId(),
            decode(message).list());
    assertArrayEquals(message, again);
  }

  /** A message cut anywhere is refused in one of the documented ways, never by accident. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "init-request",
        "init-response",
        "invalid-ke-response",
        "auth-request",
        "auth-response"
      })
  void cutAnywhereItIsRefused(String name) throws Exception {
    byte[] whole = message(name);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(MalformedMessageException.class, () -> IkeHeader.decode(cut));
      if (length >= IkeHeader.LENGTH) {
        cut[24] = (byte) (length >>> 24);
        cut[25] = (byte) (length >>> 16);
        cut[26] = (byte) (length >>> 8);
        cut[27] = (byte) length;
        Decoded decoded = PayloadChain.decodePlain(IkeHeader.decode(cut), cut);
        assertInstanceOf(Decoded.UnprotectedError.class, decoded, "cut at " + length);
      }
    }
  }

  /** The chain inside an SK payload, cut anywhere, is an error that is answered. */
  @Test
  void protectedChainsCutAnywhereAreProtectedErrors() throws Exception {
    byte[] whole = message("init-request");
    byte[] chain = Arrays.copyOfRange(whole, IkeHeader.LENGTH, whole.length);
    assertInstanceOf(Decoded.Ok.class, PayloadChain.decodeProtected(Payload.SA, chain));
    for (int length = 0; length < chain.length; length++) {
      assertInstanceOf(
          Decoded.ProtectedError.class,
          PayloadChain.decodeProtected(Payload.SA, Arrays.copyOf(chain, length)));
    }
  }

  /** Octets changed at random give an outcome, whatever it is, and in finite time. */
  @Test
  void changedOctetsGiveAnOutcome() throws Exception {
    Random random = new Random(7);
    byte[] whole = message("init-request");
    for (int i = 0; i < 50_000; i++) {
      byte[] changed = whole.clone();
      for (int k = 0; k < 1 + random.nextInt(4); k++) {
        changed[IkeHeader.LENGTH + random.nextInt(whole.length - IkeHeader.LENGTH)] =
            (byte) random.nextInt(256);
      }
      Decoded decoded = PayloadChain.decodePlain(IkeHeader.decode(changed), changed);
      assertTrue(decoded instanceof Decoded.Ok || decoded instanceof Decoded.UnprotectedError);
    }
  }
}
