package org.sekisho.esp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sekisho.api.ipsec.EspListener;
import org.sekisho.api.net.Endpoint;

/** Writes down what it is told. */
class RecordingListener implements EspListener {

  final List<String> events = new CopyOnWriteArrayList<>();

  @Override
  public void peerMoved(int inboundSpi, Endpoint local, Endpoint remote) {
    events.add("moved " + inboundSpi + " " + local + " " + remote);
  }

  @Override
  public void sequenceNearlyExhausted(int inboundSpi) {
    events.add("exhausted " + inboundSpi);
  }

  @Override
  public void firstPacket(int inboundSpi) {
    events.add("first " + inboundSpi);
  }

  @Override
  public void unknownSpi(int spi, Endpoint remote) {
    events.add("unknown " + spi + " " + remote);
  }
}
