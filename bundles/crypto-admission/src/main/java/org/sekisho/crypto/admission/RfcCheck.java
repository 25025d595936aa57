package org.sekisho.crypto.admission;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.sekisho.api.crypto.EspTransform;

/**
 * What the provider seals opens by the letter of the RFCs, and the other way round, at every length
 * of a payload up to 260 octets and some beyond.
 */
final class RfcCheck implements Check {

  private static final long SPI = 0x1234;
  private static final int SHORT = 260;
  private static final int[] LONGER = {511, 575, 576, 1000, 1399, 1400, 1460, 1500, 8000};

  @Override
  public String name() {
    return "packets of the RFCs";
  }

  @Override
  public void examine(Subject subject) throws Exception {
    ReferenceEsp reference = new ReferenceEsp(subject.suite(), subject.key());
    try (EspTransform open = subject.opener()) {
      for (int payload = 0; payload <= SHORT; payload += payload < 70 ? 1 : 19) {
        both(subject, reference, open, payload);
      }
      for (int payload : LONGER) {
        both(subject, reference, open, payload);
      }
    }
  }

  private static void both(Subject subject, ReferenceEsp reference, EspTransform open, int payload)
      throws GeneralSecurityException, Problem {
    long sequence = Subject.SEQUENCE + payload;
    byte[] text = subject.text(payload);
    byte[] read;
    try {
      read = reference.open(subject.sealed(text, sequence), sequence);
    } catch (GeneralSecurityException e) {
      throw new Problem("a sealed payload of " + payload + " octets has a wrong ICV");
    }
    Problem.unless(Arrays.equals(text, read), "a payload of " + payload + " was sealed wrongly");

    byte[] iv = new byte[subject.suite().encryption().ivLength()];
    if (subject.suite().encryption().isAead()) {
      ByteBuffer.wrap(iv).putLong(~sequence); // any IV is legitimate inbound
    } else {
      subject.random().nextBytes(iv);
    }
    byte[] packet = reference.seal(SPI << 32 | (sequence & 0xffffffffL), sequence, iv, text);
    Problem.unless(
        Arrays.equals(text, subject.opened(open, packet, sequence)),
        "a genuine payload of " + payload + " octets did not open");
  }
}
