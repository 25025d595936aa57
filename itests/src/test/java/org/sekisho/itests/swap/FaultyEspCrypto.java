package org.sekisho.itests.swap;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.FrameworkUtil;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.net.PacketBatch;

/**
 * What a test puts into a copy of crypto-bc: ciphers that are right and throw some time after they
 * have met real packets ({@code throws} in the file "fault"), or that spoil what they seal ({@code
 * wrong}).
 */
public final class FaultyEspCrypto implements EspCrypto {

  private static final int GOOD_CALLS = 50;

  private final EspCrypto good;
  private final boolean throwing;
  private final boolean wrong;
  private final AtomicInteger calls = new AtomicInteger();

  /** Called by Declarative Services. */
  public FaultyEspCrypto() {
    ClassLoader loader = FaultyEspCrypto.class.getClassLoader();
    String fault;
    try (InputStream in = loader.getResourceAsStream("fault")) {
      fault = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      good =
          (EspCrypto)
              loader
                  .loadClass("org.sekisho.crypto.bc.BcEspCrypto")
                  .getDeclaredConstructor()
                  .newInstance();
    } catch (IOException
        | ClassNotFoundException
        | NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
    wrong = fault.equals("wrong");
    String name = FrameworkUtil.getBundle(FaultyEspCrypto.class).getSymbolicName();
    throwing = fault.equals("throws") && !name.endsWith(".candidate");
  }

  @Override
  public String provider() {
    return good.provider();
  }

  @Override
  public boolean supports(EspSuite suite) {
    return good.supports(suite);
  }

  @Override
  public EspTransform transform(EspSuite suite, byte[] keyMaterial, Direction direction) {
    EspTransform transform = good.transform(suite, keyMaterial, direction);
    return new EspTransform() {
      @Override
      public void seal(PacketBatch batch, int first, int count) {
        transform.seal(batch, first, count);
        if (throwing && calls.incrementAndGet() > GOOD_CALLS) {
          throw new IllegalStateException("this bundle was made to fail");
        }
        if (wrong) {
          int last = batch.offset(first) + batch.length(first) - 1;
          batch.memory().put(last, (byte) ~batch.memory().get(last));
        }
      }

      @Override
      public void open(PacketBatch batch, int first, int count) {
        transform.open(batch, first, count);
      }

      @Override
      public void close() {
        transform.close();
      }
    };
  }
}
