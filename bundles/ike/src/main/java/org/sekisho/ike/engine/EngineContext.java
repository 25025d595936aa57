package org.sekisho.ike.engine;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.KeyExchangeAnswer;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.ike.crypto.KeySchedule;
import org.sekisho.ike.crypto.PskAuthentication;
import org.sekisho.ike.crypto.SignatureAuthentication;
import org.sekisho.ike.message.MalformedMessageException;

/** What all parts of one engine share: its clock, deadlines, tables and what was handed in. */
final class EngineContext {

  final EngineOutput output;
  final IkeCrypto crypto;
  final SecureRandom random;
  final DeadlineQueue deadlines = new DeadlineQueue();
  final SaNumberPool numbers = new SaNumberPool();
  final DrainingPairs draining = new DrainingPairs(this);
  final AddressLeases leases = new AddressLeases();
  final KeySchedule keySchedule;
  final PskAuthentication psk;
  final SignatureAuthentication signatures;
  final CertificateChecks checks = new CertificateChecks(this);
  final StrangerLog strangers;
  final Counters counters = new Counters();
  final ReassemblyRoom reassemblyRoom = new ReassemblyRoom();
  final TicketSeal ticketSeal;
  final Map<Integer, Gateway> gateways = new java.util.TreeMap<>();

  /** Tunnels whose packets pass on pairs of an engine before this one. */
  final Set<Integer> inherited = new HashSet<>();

  private final Map<Long, IkeSa> ikeSas = new LinkedHashMap<>();
  private final Map<Integer, ChildSaState> children = new HashMap<>();
  private final Map<Long, OfferProbe> probes = new HashMap<>();
  private long now;

  EngineContext(EngineOutput output, IkeCrypto crypto, SecureRandom random) {
    this.output = output;
    this.crypto = crypto;
    this.random = random;
    this.keySchedule = new KeySchedule(crypto);
    this.ticketSeal = new TicketSeal(crypto, random);
    this.psk = new PskAuthentication(crypto);
    this.signatures = new SignatureAuthentication(crypto);
    this.strangers = new StrangerLog(output, () -> now);
  }

  long now() {
    return now;
  }

  /** Moves the clock; it never runs backwards. */
  void advance(long millis) {
    now = Math.max(now, millis);
  }

  DeadlineQueue.Deadline after(long millis, Runnable action) {
    return deadlines.at(now + millis, action);
  }

  /** A whole number from 0 up to but without the bound. */
  long jitter(long bound) {
    return bound <= 0 ? 0 : Math.floorMod(random.nextLong(), bound);
  }

  byte[] nonce() {
    byte[] nonce = new byte[32];
    random.nextBytes(nonce);
    return nonce;
  }

  /**
   * Answers the initiator's key exchange.
   *
   * @param data its key exchange data
   */
  KeyExchangeAnswer respond(KeyExchangeMethod method, byte[] data)
      throws MalformedMessageException {
    try {
      return crypto.respond(method, data, random);
    } catch (GeneralSecurityException e) {
      throw new MalformedMessageException("key exchange data is not acceptable");
    }
  }

  /** A fresh IKE SPI that no live SA uses. */
  long newIkeSpi() {
    while (true) {
      long spi = random.nextLong();
      if (spi != 0 && !ikeSas.containsKey(spi)) {
        return spi;
      }
    }
  }

  /** A fresh ESP SPI; 0 to 255 are reserved (RFC 4303 section 2.1). */
  int newEspSpi() {
    while (true) {
      int spi = random.nextInt();
      if (Integer.compareUnsigned(spi, 255) > 0
          && !children.containsKey(spi)
          && !draining.contains(spi)) {
        return spi;
      }
    }
  }

  void register(IkeSa sa) {
    ikeSas.put(sa.localSpi(), sa);
  }

  void register(long spi, OfferProbe probe) {
    probes.put(spi, probe);
  }

  void unregister(long spi, OfferProbe probe) {
    probes.remove(spi, probe);
  }

  /** The probe whose SPI this is, null when there is none. */
  OfferProbe probe(long spi) {
    return probes.get(spi);
  }

  void unregister(IkeSa sa) {
    ikeSas.remove(sa.localSpi(), sa);
  }

  /** The SA whose local SPI this is, null when there is none. */
  IkeSa ikeSa(long localSpi) {
    return ikeSas.get(localSpi);
  }

  Collection<IkeSa> ikeSas() {
    return List.copyOf(ikeSas.values());
  }

  void register(ChildSaState child) {
    children.put(child.inboundSpi(), child);
  }

  void unregister(ChildSaState child) {
    children.remove(child.inboundSpi(), child);
  }

  ChildSaState child(int inboundSpi) {
    return children.get(inboundSpi);
  }

  Collection<ChildSaState> children() {
    return List.copyOf(children.values());
  }

  /** Whether everything is released; for tests. */
  boolean isIdle() {
    return ikeSas.isEmpty() && children.isEmpty() && numbers.inUse() == 0;
  }
}
