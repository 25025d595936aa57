package org.sekisho.ike.message;

import java.util.List;
import java.util.Optional;

/**
 * The payloads of one message in order, with access by kind.
 *
 * @param list all payloads
 */
public record Payloads(List<Payload> list) {

  /** Copies the list. */
  public Payloads {
    list = List.copyOf(list);
  }

  /** The first payload of a class. */
  public <P extends Payload> Optional<P> first(Class<P> kind) {
    return list.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** The first payload of a class and type, for ID and TS payloads. */
  public <P extends Payload> Optional<P> first(Class<P> kind, int type) {
    return all(kind).stream().filter(p -> p.type() == type).findFirst();
  }

  /**
   * The first payload of a class.
   *
   * @throws MalformedMessageException when there is none
   */
  public <P extends Payload> P require(Class<P> kind) throws MalformedMessageException {
    return first(kind)
        .orElseThrow(() -> new MalformedMessageException("no " + kind.getSimpleName()));
  }

  /**
   * The first payload of a class and type.
   *
   * @throws MalformedMessageException when there is none
   */
  public <P extends Payload> P require(Class<P> kind, int type) throws MalformedMessageException {
    return first(kind, type)
        .orElseThrow(() -> new MalformedMessageException("no payload of type " + type));
  }

  /** All payloads of a class. */
  public <P extends Payload> List<P> all(Class<P> kind) {
    return list.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** All notifications of a type. */
  public List<NotifyPayload> notifies(int notifyType) {
    return all(NotifyPayload.class).stream().filter(n -> n.notifyType() == notifyType).toList();
  }

  /** The first notification of a type. */
  public Optional<NotifyPayload> notify(int notifyType) {
    return notifies(notifyType).stream().findFirst();
  }

  /** The first notification that reports an error. */
  public Optional<NotifyPayload> error() {
    return all(NotifyPayload.class).stream().filter(NotifyPayload::isError).findFirst();
  }
}
