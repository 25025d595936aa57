package org.sekisho.ike.engine;

/**
 * The IKE_SA_INIT exchange as it travelled, which IKE_AUTH authenticates (RFC 7296 section 2.15).
 *
 * @param request the initiator's message
 * @param response the responder's
 * @param ni the initiator's nonce
 * @param nr the responder's
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
record InitMessages(byte[] request, byte[] response, byte[] ni, byte[] nr) {}
