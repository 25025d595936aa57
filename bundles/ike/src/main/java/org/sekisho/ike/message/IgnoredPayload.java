package org.sekisho.ike.message;

/**
 * A payload whose content plays no part here: configuration, vendor IDs, and unknown payloads that
 * are not critical.
 *
 * @param type its type
 * @param body its octets
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
public record IgnoredPayload(int type, byte[] body) implements Payload {}
