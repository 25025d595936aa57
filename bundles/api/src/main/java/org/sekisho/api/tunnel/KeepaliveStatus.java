package org.sekisho.api.tunnel;

/**
 * The keepalive of one gateway, as {@code show status tunnel} prints it.
 *
 * @param gateway gateway number
 * @param type method in force, for example {@code rfc4306}
 * @param ok whether the peer answered lately
 * @param nextSendSeconds seconds until the next probe may be sent
 */
public record KeepaliveStatus(int gateway, String type, boolean ok, int nextSendSeconds) {}
