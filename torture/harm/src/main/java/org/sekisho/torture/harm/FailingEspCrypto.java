package org.sekisho.torture.harm;

import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.net.PacketBatch;

/**
 * Does what the JDK's provider does, before all others, until the file {@code harm-throw} appears
 * in the working directory of the router: from then on it throws in the midst of its work.
 */
@Component(
    immediate = true,
    property = {"service.ranking:Integer=1000", "provider=harm"})
public final class FailingEspCrypto implements EspCrypto {

  private static final Path ORDER = Path.of("harm-throw");
  private static final long LOOK_MILLIS = 100;

  private final EspCrypto real;
  private final Thread look = new Thread(this::look, "harm-throw");
  private volatile boolean throwing;

  /** Stands before the JDK's provider. */
  @Activate
  public FailingEspCrypto(@Reference(target = "(provider=jca)") EspCrypto real) {
    this.real = real;
    look.setDaemon(true);
    look.start();
  }

  /** Looks no more. */
  @Deactivate
  void stop() {
    look.interrupt();
  }

  private void look() {
    try {
      while (!throwing) {
        Thread.sleep(LOOK_MILLIS);
        throwing = Files.exists(ORDER);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String provider() {
    return "harm";
  }

  @Override
  public boolean supports(EspSuite suite) {
    return real.supports(suite);
  }

  @Override
  public EspTransform transform(EspSuite suite, byte[] keyMaterial, Direction direction) {
    EspTransform good = real.transform(suite, keyMaterial, direction);
    return new EspTransform() {
      @Override
      public void seal(PacketBatch batch, int first, int count) {
        good.seal(batch, first, count);
        throwIfTold();
      }

      @Override
      public void open(PacketBatch batch, int first, int count) {
        good.open(batch, first, count);
        throwIfTold();
      }

      @Override
      public void close() {
        good.close();
      }
    };
  }

  private void throwIfTold() {
    if (throwing) {
      throw new IllegalStateException("told to throw");
    }
  }
}
